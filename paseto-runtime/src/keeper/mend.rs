//! A revocation that another writer, or an older copy of the source, has undone.

use super::change::Draft;
use super::error::RotateError;
use super::refresh::Keeping;
use super::revoke::promote;
use super::rotate::{make, tidy};
use super::slot::is_remembered_revocation;

impl Keeping {
    /// Writes again what has been undone, where that can be done.
    pub(super) async fn mend(&mut self) {
        let slots = self.plan.slots.iter().enumerate();
        let undone = slots.filter(|(_, slot)| slot.is_alive() && slot.undone().is_some());
        let undone: Vec<usize> = undone.map(|(n, _)| n).collect();
        for n in undone {
            // The key stays revoked here in any case, and the next read tries again.
            if self.strike_again(n).await.is_ok() {
                self.settle();
            }
        }
    }

    async fn strike_again(&mut self, n: usize) -> Result<(), RotateError> {
        let slot = self.slot(n)?;
        let Some(purpose) = slot.undone().map(|id| id.purpose()) else { return Ok(()) };
        let life = slot.life();
        let spare = self.makes_tokens(n).then(|| make(purpose)).transpose()?;
        self.change(n, |entries, now| {
            if !entries.iter().any(is_remembered_revocation) {
                return Ok(Draft::Done(()));
            }
            let mut entries = tidy(entries, now, life);
            for line in entries.iter_mut().filter(|line| line.key.is_none()) {
                line.until = line.until.or(life.end(now));
            }
            let makes = entries.iter().any(|entry| {
                entry.may_seal() && entry.has_begun(now) && entry.id.purpose() == purpose
            });
            if let Some(spare) = spare.as_ref().filter(|_| !makes) {
                promote(&mut entries, spare);
            }
            Ok(Draft::Urgent(tidy(&entries, now, life), ()))
        })
        .await
    }
}
