//! Key bytes on their way between text and a typed key; wiped when dropped.

use ed25519_compact::{KeyPair, Seed};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::{paserk, pem};

pub(super) enum Material {
    Local(Zeroizing<[u8; 32]>),
    /// The seed, then the public key.
    Secret(Zeroizing<[u8; 64]>),
    Public([u8; 32]),
}

impl Material {
    /// Reads PASERK or PEM. Files end in a line break, so blanks around the text are no error.
    pub(super) fn read(text: &str) -> Result<Self, KeyError> {
        let text = text.trim_ascii();
        if pem::looks_like(text) { pem::read(text) } else { paserk::read(text) }
    }
}

/// A seed and the public key that follows from it.
pub(super) fn expand(seed: &[u8; 32]) -> Result<Zeroizing<[u8; 64]>, KeyError> {
    let mut seed = Seed::from(*seed);
    let pair = KeyPair::try_from_seed(seed).map_err(|_| KeyError::Weak);
    seed.wipe_mut();
    pair.map(|pair| Zeroizing::new(*pair.sk))
}

/// Fresh bytes of the system's generator.
pub(super) fn random() -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::Generation)?;
    Ok(bytes)
}
