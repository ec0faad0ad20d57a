//! An operator's word.

use super::core::Core;
use super::told::Told;
use crate::revocation::{OlderTokens, StoreError};

const ATTEMPTS: usize = 4;

impl Core {
    /// A new epoch in place of what is there.
    pub(super) async fn resume(&self, older: OlderTokens) -> Result<(), StoreError> {
        // The watch of some node may mark the epoch as lost between the look and the act.
        for _ in 1..ATTEMPTS {
            if self.replace_epoch(older).await? {
                return Ok(());
            }
        }
        let is_done = self.replace_epoch(older).await?;
        if is_done { Ok(()) } else { Err(StoreError::Lost) }
    }

    /// Whether it did: nothing is changed where another one is than was seen.
    async fn replace_epoch(&self, older: OlderTokens) -> Result<bool, StoreError> {
        let wires = self.link.wires()?;
        let seen = wires.asks.run(&self.look()).await?;
        let kept = seen
            .answer()
            .epoch
            .map_or_else(|| self.ledger.mark().epoch.void_before, |epoch| epoch.void_before);
        let void_before = match older {
            OlderTokens::Void => Some(self.clock.now()),
            OlderTokens::DangerouslyKeep => kept,
        };
        let call = self.begin(seen.epoch.as_deref(), void_before)?;
        let begun: Told = wires.changes.run(&call).await?;
        // Always an error: what is asked next is asked of the new epoch.
        let _ = self.ledger.admit(&self.ledger.mark(), begun.answer());
        Ok(!begun.rest.is_empty() && self.ledger.is_good())
    }
}
