//! AWS Secrets Manager, as moto's server speaks it.

mod canaries;
mod credentials;
mod malformed;
pub(crate) mod moto;
mod outages;
mod python;
mod reading;
mod removing;
mod writing;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{AwsSource, Secret, SecretError, SecretPath, SecretSource as _};

fn path(text: &str) -> SecretPath {
    SecretPath::parse(text).unwrap()
}

fn bytes(text: &str) -> SecretBytes {
    text.as_bytes().to_vec().into()
}

async fn read(source: &AwsSource, text: &str) -> Result<Secret, SecretError> {
    source.get(&path(text)).await
}

async fn text(source: &AwsSource, name: &str) -> String {
    let secret = read(source, name).await.unwrap();
    String::from_utf8(secret.bytes.expose().to_vec()).unwrap()
}

async fn write(source: &AwsSource, name: &str, value: &str) {
    source.set(&path(name), &bytes(value), Default::default()).await.unwrap().unwrap();
}

fn is_absent<T>(answer: &Result<T, SecretError>) -> bool {
    matches!(answer, Err(SecretError::NotFound { backend: "aws", .. }))
}
