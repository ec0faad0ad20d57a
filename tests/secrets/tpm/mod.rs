//! The source `tpm:` against swtpm and tpm2-tools.

mod canaries;
pub(crate) mod chip;
mod conditions;
mod files;
mod outages;
mod sealing;
mod settings;
mod tools;
mod wire;

use actix_paseto::secret::{SecretBytes, SecretText};
use actix_paseto::secrets::{
    SecretError, SecretPath, SecretRef, SecretSource as _, SetOptions, TpmSettings, TpmSource,
};

use chip::Chip;

const CONTENT: &[u8] = b"CANARY-k4.local.content";

fn bytes(content: &[u8]) -> SecretBytes {
    content.to_vec().into()
}

fn literal(password: &str) -> Option<SecretRef> {
    Some(SecretRef::Literal(SecretText::from(password.to_owned())))
}

fn settings(device: &str, password: Option<&str>, pcrs: &[u8]) -> TpmSettings {
    let mut settings = TpmSettings::default();
    settings.device = Some(device.to_owned());
    settings.password = password.and_then(literal);
    settings.pcrs = pcrs.to_vec();
    settings
}

async fn connect(chip: &Chip, password: Option<&str>, pcrs: &[u8]) -> TpmSource {
    TpmSource::connect(&settings(&chip.tcti(), password, pcrs)).await.unwrap()
}

fn path(path: &std::path::Path) -> SecretPath {
    SecretPath::parse(path.to_str().unwrap()).unwrap()
}

async fn set(source: &TpmSource, to: &SecretPath, content: &[u8]) {
    source.set(to, &bytes(content), SetOptions::Always).await.unwrap();
}

async fn get(source: &TpmSource, from: &SecretPath) -> Result<Vec<u8>, SecretError> {
    source.get(from).await.map(|secret| secret.bytes.expose().to_vec())
}

/// Why it stays sealed.
fn sealed(error: &SecretError) -> &str {
    let SecretError::Sealed { backend: "tpm", what, .. } = error else { panic!("{error:?}") };
    what
}
