//! Nothing secret shows, whatever is formatted.

use std::error::Error;
use std::fmt::Write as _;

use super::*;

const PASSWORD: &str = "CANARY-password";

#[actix_web::test]
async fn nothing_secret_is_printed() {
    let chip = Chip::start();
    let settings = settings(&chip.tcti(), Some(PASSWORD), &[16]);
    let source = TpmSource::connect(&settings).await.unwrap();
    let at = path(&chip.file("local.blob"));
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    set(&source, &at, &CONTENT.repeat(20)).await;
    let secret = source.get(&at).await.unwrap();
    let mut said = format!("{settings:?} {source:#?} {blob:#?} {secret:?}");
    for error in errors(&chip, &source, &blob).await {
        write!(said, "{error} {error:?} {error:#?}").unwrap();
        let mut cause = error.source();
        while let Some(inner) = cause {
            write!(said, "{inner} {inner:?}").unwrap();
            cause = inner.source();
        }
    }
    assert!(!said.contains("CANARY"), "{said}");
    assert!(!said.contains(&format!("{:?}", b"CANARY").replace(['[', ']'], "")));
    assert!(
        !said.contains(&"CANARY".bytes().map(|byte| format!("{byte:02x}")).collect::<String>())
    );
}

async fn errors(
    chip: &Chip,
    source: &TpmSource,
    blob: &actix_paseto::secrets::TpmBlob,
) -> Vec<SecretError> {
    let wrong = connect(chip, Some("CANARY-wrong"), &[16]).await;
    let mut errors = vec![wrong.unseal(blob).await.unwrap_err()];
    let long = "CANARY".repeat(20_000);
    errors.push(source.seal(&bytes(long.as_bytes())).await.unwrap_err());
    errors.push(actix_paseto::secrets::TpmBlob::from_bytes(CONTENT).unwrap_err());
    let longest = settings(&chip.tcti(), Some(&"CANARY".repeat(6)), &[]);
    errors.push(TpmSource::connect(&longest).await.unwrap_err());
    chip.server.freeze();
    let short = std::time::Duration::from_millis(200);
    let late = settings(&chip.tcti(), Some(PASSWORD), &[]);
    errors.push(TpmSource::connect_within(&late, short).await.unwrap_err());
    chip.server.thaw();
    errors
}
