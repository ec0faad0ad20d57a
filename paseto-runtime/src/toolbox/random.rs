//! Random bytes from the system, and tokens made of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::digest::hex;
use super::error::RandomError;
use crate::secret::SecretText;

/// How many random bytes a token is made of unless you have a reason: 256 bits.
pub const TOKEN_BYTES: usize = 32;

/// Fewer bits than 128 can be guessed.
const MIN_BYTES: usize = 16;
const MAX_BYTES: usize = 1024;

/// A random token of `bytes` bytes as base64url without padding, as Python's
/// `secrets.token_urlsafe` writes it: 43 characters for [`TOKEN_BYTES`].
///
/// # Errors
///
/// [`TokenError::Length`] for fewer than 16 or more than 1024 bytes; [`TokenError::Random`] if the
/// system's generator fails.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::{TOKEN_BYTES, generate_token};
///
/// assert_eq!(generate_token(TOKEN_BYTES)?.expose().len(), 43);
/// # Ok::<(), actix_paseto::toolbox::TokenError>(())
/// ```
pub fn generate_token(bytes: usize) -> Result<SecretText, TokenError> {
    Ok(URL_SAFE_NO_PAD.encode(&*token_bytes(bytes)?).into())
}

/// A random token of `bytes` bytes as lower-case hex: 64 characters for [`TOKEN_BYTES`].
///
/// # Errors
///
/// As [`generate_token`].
pub fn generate_token_hex(bytes: usize) -> Result<SecretText, TokenError> {
    Ok(hex(&token_bytes(bytes)?).into())
}

/// Why no token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Too short to be unguessable, or too long to be a token.
    #[error("a token is made of 16 to 1024 random bytes")]
    Length,
    /// The system's generator failed.
    #[error(transparent)]
    Random(#[from] RandomError),
}

pub(super) fn fill(out: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(out).map_err(|_| RandomError)
}

fn token_bytes(count: usize) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    if !(MIN_BYTES..=MAX_BYTES).contains(&count) {
        return Err(TokenError::Length);
    }
    let mut bytes = Zeroizing::new(vec![0; count]);
    fill(&mut bytes)?;
    Ok(bytes)
}
