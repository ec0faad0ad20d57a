//! The chance that goes into one token.

use super::error::SealError;
use super::sealed::NONCE;

/// An id and a nonce, drawn together: the system's generator costs by the question, hardly by the
/// byte.
pub(crate) struct Draw {
    id: [u8; 16],
    nonce: Nonce,
}

/// Good for one token: it cannot be copied, and sealing takes it away.
pub(crate) struct Nonce(pub(super) [u8; NONCE]);

impl Draw {
    pub(crate) fn new() -> Result<Self, SealError> {
        let mut bytes = [0; 16 + NONCE];
        getrandom::fill(&mut bytes).map_err(|_| SealError::Engine)?;
        let (Some(id), Some(nonce)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            return Err(SealError::Engine);
        };
        Ok(Self { id: *id, nonce: Nonce(*nonce) })
    }

    pub(crate) fn id(&self) -> &[u8; 16] {
        &self.id
    }

    pub(crate) fn into_nonce(self) -> Nonce {
        self.nonce
    }
}

impl Nonce {
    pub(super) fn new() -> Result<Self, SealError> {
        let mut bytes = [0; NONCE];
        getrandom::fill(&mut bytes).map_err(|_| SealError::Engine)?;
        Ok(Self(bytes))
    }
}
