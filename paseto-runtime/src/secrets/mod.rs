//! Where keys and other secrets are kept.

pub(crate) mod address;
#[cfg(any(feature = "jwks", feature = "vault"))]
mod authorities;
mod detect;
mod digest;
mod directory;
mod env;
mod error;
#[cfg(any(feature = "aws", feature = "jwks", feature = "vault"))]
mod failure;
mod fields;
mod file;
mod front;
mod path;
mod reference;
mod secret;
mod settings;
mod shown;
mod source;
mod sources;
mod suspicion;
mod turn;

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "fernet")]
mod fernet;
#[cfg(feature = "jwks")]
mod jwks;
#[cfg(any(feature = "keyutils", feature = "secret-service"))]
mod os;
#[cfg(feature = "tpm")]
mod tpm;
#[cfg(feature = "vault")]
mod vault;

#[cfg(test)]
mod tests;

#[cfg(feature = "aws")]
pub use aws::AwsSource;
pub use directory::DirectorySource;
pub use env::EnvSource;
pub use error::{Outage, SecretError};
#[cfg(feature = "fernet")]
pub use fernet::FernetSource;
pub use file::FileSource;
pub use front::Secrets;
#[cfg(feature = "jwks")]
pub use jwks::{JwksSource, PublishedKey};
#[cfg(feature = "keyutils")]
pub use os::KeyutilsSource;
#[cfg(feature = "secret-service")]
pub use os::SecretServiceSource;
pub use path::SecretPath;
pub(crate) use reference::JWKS;
pub use reference::SecretRef;
pub use secret::{Secret, Version};
pub use settings::{
    AwsSettings, BackendSettings, FernetSettings, JwksSettings, TpmSettings, VaultSettings,
};
pub use source::{Capabilities, DeleteMode, SecretFuture, SecretSource, SetOptions};
pub(crate) use sources::{OwnSource, Sources};
#[cfg(feature = "tpm")]
pub use tpm::{TpmBlob, TpmSource};
#[cfg(feature = "vault")]
pub use vault::VaultSource;
