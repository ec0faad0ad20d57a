//! A TPM that is away, slow, killed, or lies.

use std::time::Duration;

use actix_paseto::secrets::Outage;

use super::wire::{Lie, Wires};
use super::*;

const SHORT: Duration = Duration::from_millis(500);

#[actix_web::test]
async fn an_absent_tpm_is_unavailable() {
    let port = super::chip::two_ports();
    let network = format!("swtpm:host=127.0.0.1,port={port}");
    for device in [network.as_str(), "device:/nowhere/tpm0", "device:/dev/null"] {
        let error = TpmSource::connect(&settings(device, None, &[])).await.unwrap_err();
        assert!(error.is_transient(), "{device}: {error:?}");
    }
}

#[actix_web::test]
async fn a_frozen_tpm_times_out_and_thaws() {
    let chip = Chip::start();
    let settings = settings(&chip.tcti(), None, &[]);
    let source = TpmSource::connect_within(&settings, SHORT * 4).await.unwrap();
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    chip.server.freeze();
    // The second one waits behind the first, which never comes back by itself.
    for _ in 0..2 {
        assert_eq!(outage(&source.unseal(&blob).await.unwrap_err()), Outage::TimedOut);
    }
    let error = TpmSource::connect_within(&settings, SHORT).await.unwrap_err();
    assert_eq!(outage(&error), Outage::TimedOut);
    chip.server.thaw();
    assert_eq!(until_open(&source, &blob).await.expose(), CONTENT);
}

#[actix_web::test]
async fn a_write_that_timed_out_is_never_made() {
    let chip = Chip::start();
    let settings = settings(&chip.tcti(), None, &[]);
    let source = TpmSource::connect_within(&settings, SHORT * 4).await.unwrap();
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    let at = path(&chip.file("local.blob"));
    chip.server.freeze();
    let error = source.set(&at, &bytes(b"late"), SetOptions::Always).await.unwrap_err();
    assert_eq!(outage(&error), Outage::TimedOut);
    chip.server.thaw();
    until_open(&source, &blob).await;
    assert!(!source.exists(&at).await.unwrap());
}

#[actix_web::test]
async fn a_killed_tpm_is_unavailable_until_it_is_back() {
    let mut chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let source = connect(&chip, Some("hush"), &[7]).await;
    set(&source, &at, CONTENT).await;
    chip.server.kill();
    assert_eq!(outage(&get(&source, &at).await.unwrap_err()), Outage::NoConnection);
    chip.restart();
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
}

#[actix_web::test]
async fn a_tpm_killed_in_the_middle_is_unavailable() {
    let mut chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    chip.server.freeze();
    let (waiting, asked) = (source.clone(), blob.clone());
    let task = actix_web::rt::spawn(async move { waiting.unseal(&asked).await });
    actix_web::rt::time::sleep(SHORT).await;
    chip.server.kill();
    assert!(task.await.unwrap().unwrap_err().is_transient());
    chip.restart();
    assert_eq!(source.unseal(&blob).await.unwrap().expose(), CONTENT);
}

#[actix_web::test]
async fn answers_of_no_tpm_are_refused() {
    let mut chip = Chip::start();
    let wires = Wires::before(&chip);
    let source = TpmSource::connect(&settings(&wires.tcti(), None, &[])).await.unwrap();
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    for (lie, said) in [
        ("nonsense", vec![0xff; 64]),
        ("no content", vec![0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 0]),
        ("a length beyond all", vec![0x80, 0x02, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        ("a length of none", vec![0x80, 0x01, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("a failure", vec![0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x01, 0x01]),
        ("another protocol", b"HTTP/1.1 200 OK\r\n\r\nCANARY".to_vec()),
    ] {
        wires.tell(Lie::Says(said));
        let error = source.unseal(&blob).await.unwrap_err();
        assert!(is_fair(&error), "{lie}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
    wires.tell(Lie::None);
    // What was loaded behind the lies is still there.
    chip.restart();
    assert_eq!(source.unseal(&blob).await.unwrap().expose(), CONTENT);
}

#[actix_web::test]
async fn altered_and_broken_answers_never_yield_a_content() {
    let mut chip = Chip::start();
    let wires = Wires::before(&chip);
    let settings = settings(&wires.tcti(), Some("hush"), &[]);
    let source = TpmSource::connect_within(&settings, SHORT * 4).await.unwrap();
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    let flips = (1..=6).flat_map(|answer| [0, 5, 9, 30].map(|byte| Lie::Flips { answer, byte }));
    let breaks = (1..=6).flat_map(|answer| [0, 7].map(|after| Lie::Breaks { answer, after }));
    for lie in flips.chain(breaks) {
        wires.tell(lie.clone());
        match source.unseal(&blob).await {
            Ok(content) => assert_eq!(content.expose(), CONTENT, "{lie:?}"),
            Err(error) => assert!(is_fair(&error), "{lie:?}: {error:?}"),
        }
        // What it says it has loaded nobody can flush who was told another handle.
        wires.tell(Lie::None);
        chip.restart();
        chip.tool("tpm2_dictionarylockout -c");
    }
    assert_eq!(until_open(&source, &blob).await.expose(), CONTENT);
}

/// No word on the password or the registers: the TPM has said none.
fn is_fair(error: &SecretError) -> bool {
    matches!(error, SecretError::Unavailable { .. } | SecretError::Malformed { .. })
}

fn outage(error: &SecretError) -> Outage {
    let SecretError::Unavailable { backend: "tpm", cause } = error else { panic!("{error:?}") };
    *cause
}

/// Those who gave up have left commands on the way.
async fn until_open(source: &TpmSource, blob: &actix_paseto::secrets::TpmBlob) -> SecretBytes {
    loop {
        match source.unseal(blob).await {
            Ok(content) => return content,
            Err(error) => assert!(error.is_transient(), "{error:?}"),
        }
    }
}
