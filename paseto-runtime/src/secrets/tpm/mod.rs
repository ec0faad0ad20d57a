//! Blobs that a TPM 2.0 has sealed.

mod blob;
mod chip;
mod conditions;
mod envelope;
mod failure;
mod file;
mod registers;
mod seal;
mod source;
mod unseal;

pub use blob::TpmBlob;
pub use source::TpmSource;

const NAME: &str = "tpm";
