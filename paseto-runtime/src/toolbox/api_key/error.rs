//! Why a text is no API key. Holds nothing of it.

/// Why a text is no API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// It does not start with the prefix.
    #[error("not an API key of this prefix")]
    Prefix,
    /// Not `prefix_<16 hex>_<72 hex>` in lower case.
    #[error("not a well-formed API key")]
    Shape,
    /// The checksum does not fit: mistyped, or cut and filled up.
    #[error("the API key's checksum does not fit")]
    Checksum,
    /// A stored hash that is not `sha256:<64 hex>`.
    #[error("not the stored hash of an API key")]
    Hash,
}

/// A prefix that cannot stand before an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a prefix is 1 to 32 lower-case letters, digits and inner `_`, a letter first")]
pub struct PrefixError;
