//! What is sealed comes back, of every length; and nothing is left in the TPM.

use std::sync::Arc;

use super::*;

#[actix_web::test]
async fn contents_of_every_length_come_back() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let at = path(&chip.file("local.blob"));
    for length in [1, 127, 128, 129, 4_096, 60 * 1_024, 64 * 1_024] {
        let content = b"CANARY.".iter().copied().cycle().take(length).collect::<Vec<_>>();
        set(&source, &at, &content).await;
        assert!(get(&source, &at).await.unwrap() == content, "{length}");
        let file = std::fs::read(at.name()).unwrap();
        assert!(!file.windows(6).any(|part| part == b"CANARY"), "{length}");
    }
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn too_much_and_nothing_are_refused() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let long = source.seal(&bytes(&[b'a'; 64 * 1_024 + 1])).await.unwrap_err();
    assert!(matches!(long, SecretError::TooLong { backend: "tpm", most: 65_536, .. }));
    let nothing = source.seal(&bytes(b"")).await.unwrap_err();
    assert!(matches!(nothing, SecretError::Malformed { backend: "tpm", .. }));
}

#[actix_web::test]
async fn a_content_that_looks_like_an_envelopes_key_is_a_content() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let content = b"actix-paseto kek 1:CANARY";
    let blob = source.seal(&bytes(content)).await.unwrap();
    assert_eq!(source.unseal(&blob).await.unwrap().expose(), content);
}

#[actix_web::test]
async fn a_hundred_rounds_leave_no_handle_behind() {
    let chip = Chip::start();
    let source = connect(&chip, Some("hush"), &[7]).await;
    let wrong = connect(&chip, Some("wrong"), &[7]).await;
    for round in 0..100_u8 {
        let blob = source.seal(&bytes(&[round + 1])).await.unwrap();
        assert_eq!(source.unseal(&blob).await.unwrap().expose(), [round + 1]);
        if round % 50 == 0 {
            assert_eq!(sealed(&wrong.unseal(&blob).await.unwrap_err()), "the password is wrong");
        }
    }
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn several_tasks_at_once_have_their_turns() {
    let chip = Chip::start();
    let source = Arc::new(connect(&chip, None, &[]).await);
    let blob = Arc::new(source.seal(&bytes(CONTENT)).await.unwrap());
    let tasks = (0..16).map(|_| {
        let (source, blob) = (Arc::clone(&source), Arc::clone(&blob));
        actix_web::rt::spawn(async move { source.unseal(&blob).await.unwrap() })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap().expose(), CONTENT);
    }
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn what_crosses_the_bus_is_encrypted() {
    let chip = Chip::start();
    let wires = super::wire::Wires::before(&chip);
    for pcrs in [&[][..], &[7]] {
        let settings = settings(&wires.tcti(), Some("CANARY-password"), pcrs);
        let source = TpmSource::connect(&settings).await.unwrap();
        let blob = source.seal(&bytes(CONTENT)).await.unwrap();
        assert_eq!(source.unseal(&blob).await.unwrap().expose(), CONTENT);
        // The wire was heard at all.
        assert!(wires.heard(&blob.public()[2..]));
        assert!(!wires.heard(b"CANARY"));
    }
}
