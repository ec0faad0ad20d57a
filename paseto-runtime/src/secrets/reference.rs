//! `env:NAME`, `vault:apps/api#key` and their like, or the text itself.

use subtle::ConstantTimeEq as _;

use super::{SecretError, SecretPath, suspicion};
use crate::secret::SecretText;

/// Where the text of a secret stands.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secret::SecretText;
/// use actix_paseto::secrets::SecretRef;
///
/// let parse = |text: &str| SecretRef::parse(&SecretText::from(text.to_owned()));
/// assert!(matches!(parse("env:API_KEY"), Ok(SecretRef::Stored { scheme: "env", .. })));
/// assert!(matches!(parse("vault:apps/api#key"), Ok(SecretRef::Stored { scheme: "vault", .. })));
/// assert!(matches!(parse("k4.local.…"), Ok(SecretRef::Literal(_))));
/// assert!(parse("env:").is_err());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum SecretRef {
    /// The text itself.
    Literal(SecretText),
    /// A secret in a source.
    Stored {
        /// Which source: what stands before the colon.
        scheme: &'static str,
        /// Where in it.
        path: SecretPath,
    },
}

/// Literals in a time that tells nothing of them.
impl PartialEq for SecretRef {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => {
                one.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
            }
            (Self::Stored { scheme, path }, Self::Stored { scheme: other, path: others }) => {
                scheme == other && path == others
            }
            (Self::Literal(_), Self::Stored { .. }) | (Self::Stored { .. }, Self::Literal(_)) => {
                false
            }
        }
    }
}

impl Eq for SecretRef {}

/// The sources that this library knows, whether they are built in or not.
const SCHEMES: [&str; 9] =
    ["env", "file", "vault", "aws", "tpm", "keyring", "keyutils", "fernet", JWKS];

/// Public keys from a JWKS document; the one scheme that is no [`SecretSource`](super::SecretSource).
pub(crate) const JWKS: &str = "jwks";

impl SecretRef {
    /// Reads a text from a configuration. What starts with no known scheme is the secret itself.
    ///
    /// # Errors
    ///
    /// [`SecretError::NoName`] for a scheme alone, [`SecretError::LooksLikeKey`] for a key behind
    /// one.
    pub fn parse(text: &SecretText) -> Result<Self, SecretError> {
        Self::parse_with(text, &[])
    }

    /// As [`parse`](Self::parse), with the program's own schemes.
    pub(crate) fn parse_with(text: &SecretText, own: &[&'static str]) -> Result<Self, SecretError> {
        let plain = text.expose().trim_ascii();
        let (before, after) = plain.split_once(':').unwrap_or_default();
        match SCHEMES.iter().chain(own).find(|scheme| **scheme == before) {
            Some(scheme) => stored(scheme, after),
            None => Ok(Self::Literal(plain.to_owned().into())),
        }
    }
}

/// Errors show paths, so whatever may be a key is none.
fn stored(scheme: &'static str, rest: &str) -> Result<SecretRef, SecretError> {
    let is_variable = scheme == "env";
    if rest.is_empty() || (is_variable && !is_variable_name(rest)) {
        return Err(SecretError::NoName(scheme));
    }
    let suspicion = if is_variable { suspicion::of_variable } else { suspicion::of_path };
    if suspicion(rest) {
        return Err(SecretError::LooksLikeKey(scheme));
    }
    let path = SecretPath::parse(rest).ok_or(SecretError::NoName(scheme))?;
    Ok(SecretRef::Stored { scheme, path })
}

fn is_variable_name(name: &str) -> bool {
    let tame = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(tame)
}
