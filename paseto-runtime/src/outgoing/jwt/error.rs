//! Why a JSON Web Token is not taken.

/// Why a JSON Web Token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwtError {
    /// Not three parts of Base64 with JSON inside, or too long.
    #[error("not a well-formed JSON Web Token")]
    Malformed,
    /// Signed by another algorithm than the key's, or by none.
    #[error("signed by another algorithm")]
    Algorithm,
    /// Signed with another key, or changed since.
    #[error("the signature does not hold")]
    Signature,
    /// It has expired.
    #[error("the token has expired")]
    Expired,
    /// It is not valid yet.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// From another issuer, or from nobody.
    #[error("from another issuer")]
    Issuer,
    /// For another audience, for nobody, or for one where none is configured.
    #[error("for another audience")]
    Audience,
    /// A registered claim is missing or of another type.
    #[error("the claim `{0}` is missing or malformed")]
    Claim(&'static str),
    /// The claims do not fit the type that was asked for.
    #[error("the claims are of another type")]
    OtherType,
}
