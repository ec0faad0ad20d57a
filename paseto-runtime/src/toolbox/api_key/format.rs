//! What the API keys of one service look like.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::{ApiKeyError, PrefixError};
use super::key::{ApiKey, NewApiKey};
use crate::toolbox::compare::constant_time_eq;
use crate::toolbox::digest::{DigestAlgorithm, hex};
use crate::toolbox::error::RandomError;
use crate::toolbox::random;

/// In bytes; each becomes two characters.
const ID: usize = 8;
const SECRET: usize = 32;
/// In characters.
const ID_LEN: usize = 2 * ID;
const SECRET_LEN: usize = 2 * SECRET;
const CHECKSUM_LEN: usize = 8;
const MAX_PREFIX_LEN: usize = 32;

/// The API keys of one service: `prefix_<id>_<secret>`.
///
/// | part | characters | |
/// |---|---|---|
/// | prefix | 1–32 | of the service: `shop`, `shop_live` |
/// | id | 16, hex | public, random: the row to look up |
/// | secret | 64, hex | 256 random bits |
/// | checksum | 8, hex | the first bytes of the SHA-256 of all before it: a typo, and a find of a secret scanner, is told without a look-up |
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::ApiKeyFormat;
///
/// let format = ApiKeyFormat::new("shop_live")?;
/// let new = format.generate()?; // show `new.key` once, store `new.id` and `new.hash`
///
/// let presented = format.parse(new.key.expose())?;
/// assert_eq!(presented.id(), new.id);
/// assert!(presented.matches(&new.hash));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ApiKeyFormat {
    prefix: Arc<str>,
}

impl ApiKeyFormat {
    /// # Errors
    ///
    /// [`PrefixError`].
    pub fn new(prefix: &str) -> Result<Self, PrefixError> {
        let letters =
            prefix.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
        let ends = prefix.starts_with(|c: char| c.is_ascii_lowercase()) && !prefix.ends_with('_');
        let fits = prefix.len() <= MAX_PREFIX_LEN;
        (letters && ends && fits).then(|| Self { prefix: prefix.into() }).ok_or(PrefixError)
    }

    /// Makes a key.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if the system's generator fails.
    pub fn generate(&self) -> Result<NewApiKey, RandomError> {
        let (mut id, mut secret) = ([0; ID], Zeroizing::new([0; SECRET]));
        random::fill(&mut id)?;
        random::fill(secret.as_mut_slice())?;
        let (id, secret) = (hex(&id), Zeroizing::new(hex(secret.as_slice())));
        // Exact room: growing would leave a copy of the secret behind.
        let mut key = Zeroizing::new(String::with_capacity(self.len()));
        for part in [&self.prefix, "_", &id, "_", &secret] {
            key.push_str(part);
        }
        let checksum = checksum(&key);
        key.push_str(&checksum);
        Ok(NewApiKey::new(std::mem::take(&mut *key), id))
    }

    /// Reads a key that a client presents. It is not known to be one of yours until it
    /// [`matches`](ApiKey::matches).
    ///
    /// # Errors
    ///
    /// [`ApiKeyError`]; for the log, since telling a client apart what is wrong helps nobody.
    pub fn parse(&self, text: &str) -> Result<ApiKey, ApiKeyError> {
        let rest = text.strip_prefix(&*self.prefix).and_then(|rest| rest.strip_prefix('_'));
        let rest = rest.ok_or(ApiKeyError::Prefix)?;
        if text.len() != self.len() {
            return Err(ApiKeyError::Shape);
        }
        let (id, secret) = rest.split_once('_').ok_or(ApiKeyError::Shape)?;
        if id.len() != ID_LEN || !is_hex(id) || !is_hex(secret) {
            return Err(ApiKeyError::Shape);
        }
        let signed = text.len().saturating_sub(CHECKSUM_LEN);
        let (body, found) = text.split_at_checked(signed).ok_or(ApiKeyError::Shape)?;
        if !constant_time_eq(found, checksum(body)) {
            return Err(ApiKeyError::Checksum);
        }
        Ok(ApiKey::new(text, id))
    }

    fn len(&self) -> usize {
        self.prefix.len() + ID_LEN + SECRET_LEN + CHECKSUM_LEN + 2
    }
}

fn checksum(body: &str) -> String {
    let digest = DigestAlgorithm::Sha256.digest(body);
    hex(digest.as_bytes()).chars().take(CHECKSUM_LEN).collect()
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c))
}
