//! What the developer or operator must fix. Nothing here ever holds a piece of a key.

use crate::error::FooterError;

/// What keeps a text from becoming a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Neither PASERK nor PEM: no passphrases, no hex.
    #[error("not a key: expected PASERK (`k4.local.…`, `k4.secret.…`, `k4.public.…`) or PEM")]
    NotAKey,
    /// A PASERK or PEM of another version or type than the one needed here.
    #[error("a key of another version or type")]
    WrongVersion,
    /// Too short or too long.
    #[error("a key of the wrong length")]
    WrongLength,
    /// All zeros, or a public key that is no point of full order.
    #[error("a weak key")]
    Weak,
    /// A key of the official test vectors, which everybody has.
    #[error("a published key")]
    Known,
    /// The public half does not belong to the secret half.
    #[error("the two halves of the key do not belong together")]
    Mismatch,
    /// PEM that holds no Ed25519 key in PKCS#8 or SubjectPublicKeyInfo.
    #[error("PEM that holds no Ed25519 key as PKCS#8 or SubjectPublicKeyInfo")]
    Pem,
    /// The system's random generator failed.
    #[error("the system's random generator failed")]
    Generation,
}

/// What keeps a token from being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The payload is empty or not UTF-8.
    #[error("the payload is empty or not UTF-8")]
    Payload,
    /// The footer would be refused by whoever reads the token.
    #[error("the footer is refused")]
    Footer(#[from] FooterError),
    /// The system's random generator failed.
    #[error("the token could not be sealed")]
    Engine,
}
