//! Epochs: begun at the start, ended by a loss, begun anew by an operator or by configuration.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tokio_postgres::Row;

use super::answers;
use super::calls::Call;
use super::fault::Fault;
use super::link::Link;
use super::server::{PATIENCE, Server};
use super::values::Value;
use crate::revocation::shared::{Answer, Epoch, EpochState};
use crate::revocation::{OlderTokens, SharedStoreError, StoreError};
use crate::time::Timestamp;

/// Between two looks at what was lost.
const PAUSE: Duration = Duration::from_millis(100);

/// How often another node may be faster.
const TRIES: u32 = 8;

/// What is there, or what we begin now if there is nothing.
pub(super) async fn adopt(
    link: &Link,
    name: &str,
    now: Timestamp,
) -> Result<(Epoch, u64), SharedStoreError> {
    let values = [Value::text(name)];
    let mut rows = link.call_within(PATIENCE, Call::Head, &values).await?;
    if rows.is_empty() {
        let epoch = Epoch::begin(Some(now)).ok_or(SharedStoreError::NoRandomness)?;
        rows = begin(link, name, "", &epoch).await?;
        tracing::warn!(
            target: "paseto",
            "the revocation store in PostgreSQL was empty: logins from before now count no longer"
        );
    }
    let head = answers::head(&rows)?;
    let epoch = head.epoch.ok_or(SharedStoreError::Foreign("its epoch cannot be read"))?;
    Ok((epoch, head.changes))
}

/// In place of the epoch of that id, or where there is none. Tells what is there afterwards.
async fn begin(link: &Link, name: &str, replaces: &str, epoch: &Epoch) -> Result<Vec<Row>, Fault> {
    let values = [Value::text(name), Value::text(replaces), Value::text(epoch.to_text())];
    link.call_within(PATIENCE, Call::BeginEpoch, &values).await
}

pub(super) fn id_text(epoch: &Epoch) -> String {
    format!("{:032x}", epoch.id)
}

impl Server {
    /// An operator's word, whatever is there.
    pub(super) async fn resume(&self, older: OlderTokens) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            if self.replace(|there| self.heir(there, older)).await? {
                return Ok(());
            }
        }
        Err(StoreError::Unreachable("other nodes resume it as well".into()))
    }

    /// Ids stay what they are: what is left of the data counts on.
    fn heir(&self, there: Option<&Epoch>, older: OlderTokens) -> Option<Epoch> {
        let known = self.ledger.mark().epoch;
        let old = there.unwrap_or(&known);
        let void_before = match older {
            OlderTokens::Void => Some(self.clock.now()),
            OlderTokens::DangerouslyKeep => old.void_before,
        };
        Some(Epoch::begin(void_before)?.instead_of(old).after(&known))
    }

    /// Whether it was we who replaced what is there.
    async fn replace(
        &self,
        heir: impl FnOnce(Option<&Epoch>) -> Option<Epoch>,
    ) -> Result<bool, StoreError> {
        let link = self.links.pick()?;
        let there = self.there(&link).await?.epoch;
        let new = heir(there.as_ref()).ok_or(StoreError::Unreachable("nothing to begin".into()))?;
        let old = there.as_ref().map(id_text).unwrap_or_default();
        let mark = self.ledger.mark();
        let rows = begin(&link, &self.options.namespace, &old, &new).await?;
        let head = answers::head(&rows)?;
        let is_ours = head.epoch.as_ref().is_some_and(|epoch| epoch.id == new.id);
        // Known from here on: the next question is hashed and counted under it.
        let _ = self.admit(&mark, head);
        Ok(is_ours)
    }

    async fn there(&self, link: &Link) -> Result<Answer, Fault> {
        answers::head(&link.call_within(PATIENCE, Call::Head, &[self.name()]).await?)
    }

    /// Makes every node refuse once one has seen that data are missing, or begins anew if so
    /// configured.
    pub(super) async fn mend(self: Arc<Self>) {
        loop {
            self.loss.notified().await;
            if !self.ledger.is_good() {
                // Unreachable at this moment: noticed again with the next answer.
                let _ =
                    if self.voids_after_loss() { self.void().await } else { self.spread().await };
            }
            sleep(PAUSE).await;
        }
    }

    async fn void(&self) -> Result<(), StoreError> {
        let known = self.ledger.mark().epoch;
        // Where another node was faster, whoever has logged in since then stays so.
        let is_known = |there: &Epoch| there.id == known.id;
        let heir = |there: Option<&Epoch>| {
            there.is_none_or(is_known).then(|| self.heir(there, OlderTokens::Void))?
        };
        if self.replace(heir).await? {
            tracing::warn!(
                target: "paseto",
                "the revocation store goes on without the data that it has lost: logins from \
                 before now count no longer"
            );
        }
        Ok(())
    }

    /// Writes it down that our epoch has lost data. One that is missing may still come back.
    async fn spread(&self) -> Result<(), StoreError> {
        let link = self.links.pick()?;
        let mark = self.ledger.mark();
        let Some(there) = self.there(&link).await?.epoch else { return Ok(()) };
        // An older one is there in place of ours.
        if there.id <= mark.epoch.id && there.state == EpochState::Good && !self.ledger.is_good() {
            let lost = Epoch { state: EpochState::Lost, ..there };
            begin(&link, &self.options.namespace, &id_text(&lost), &lost).await?;
        }
        Ok(())
    }
}
