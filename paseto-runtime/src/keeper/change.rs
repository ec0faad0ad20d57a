//! Changing the keys in a source, while others may change them too.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::RotateError;
use super::freshness::Moment;
use super::refresh::Keeping;
use super::settle::first;
use super::slot::{Held, Slot};
use crate::config::{Content, Entry, Fetched, Problem, write_document};
use crate::key::{KeyId, KeyState};
use crate::secrets::{SecretError, SetOptions, Version};
use crate::time::Timestamp;

/// So many others cannot come first by chance.
const ATTEMPTS: u32 = 32;

const PAUSE: Duration = Duration::from_millis(5);

/// What is to become of the keys of a source.
#[derive(Debug)]
pub(super) enum Draft<T> {
    /// They are as they should be.
    Done(T),
    /// These, instead, if every profile can live with them.
    Write(Vec<Entry>, T),
    /// These, whatever else comes of it.
    Urgent(Vec<Entry>, T),
}

impl Keeping {
    /// Reads the keys of a slot afresh and replaces them, again and again until no other writer
    /// came in between.
    pub(super) async fn change<T>(
        &mut self,
        n: usize,
        mut edit: impl FnMut(&[Entry], Timestamp) -> Result<Draft<T>, RotateError>,
    ) -> Result<T, RotateError> {
        let can_compare = self.check_writable(n).await?;
        for attempt in 0..ATTEMPTS {
            let begun = Moment::new(self.clock.now());
            let (held, version) = self.look(n).await?;
            let now = self.clock.now();
            let (entries, value) = match edit(&held.entries, now)? {
                Draft::Done(value) => {
                    self.hold(n, held, begun);
                    return Ok(value);
                }
                Draft::Write(entries, value) => {
                    self.check(n, &entries, now).map_err(RotateError::Refused)?;
                    (entries, value)
                }
                Draft::Urgent(entries, value) => (entries, value),
            };
            if self.write(n, &entries, version.filter(|_| can_compare)).await? {
                // Writing may have taken longer than the new key was to wait.
                let held = self.slot(n)?.absorbed(Content::Document(entries), self.clock.now());
                self.hold(n, held, begun);
                return Ok(value);
            }
            sleep(PAUSE * attempt).await;
        }
        Err(RotateError::Contended)
    }

    /// With what is written, every process must be able to start again.
    fn check(&self, n: usize, entries: &[Entry], now: Timestamp) -> Result<(), Problem> {
        let said: Fetched = Ok(entries.into());
        for tenant in self.tenants.iter().filter(|tenant| tenant.places.slots().any(|of| of == n)) {
            let texts = tenant.places.texts_with(&self.plan.slots, n, &said);
            tenant.tenancy.settings.check_keys(&texts, now).map_err(first)?;
        }
        Ok(())
    }

    /// Whether a condition can be set as well.
    pub(super) async fn check_writable(&self, n: usize) -> Result<bool, RotateError> {
        let slot = self.slot(n)?;
        let Some(connection) = self.plan.connections.get(slot.connection) else {
            return Err(RotateError::Stopped);
        };
        let (writes, compares) = connection.abilities(slot.timeout).await?;
        if writes {
            return Ok(compares);
        }
        Err(RotateError::ReadOnly { backend: slot.scheme, path: slot.path.to_string() })
    }

    async fn look(&self, n: usize) -> Result<(Held, Option<Version>), RotateError> {
        let slot = self.slot(n)?;
        let Some(connection) = self.plan.connections.get(slot.connection) else {
            return Err(RotateError::Stopped);
        };
        let given = connection.read(&slot.path, Some(Instant::now() + slot.timeout)).await?;
        let (content, version) = slot.content(given, self.trust)?;
        if matches!(content, Content::Published(_)) {
            return Err(RotateError::NotStored("a JWKS document"));
        }
        Ok((slot.absorbed(content, self.clock.now()), version))
    }

    /// Whether it stands there now; `false` if another writer came first.
    async fn write(
        &self,
        n: usize,
        entries: &[Entry],
        version: Option<Version>,
    ) -> Result<bool, RotateError> {
        let slot = self.slot(n)?;
        let Some(connection) = self.plan.connections.get(slot.connection) else {
            return Err(RotateError::Stopped);
        };
        let is_safe = version.is_some();
        let options = version.map_or(SetOptions::Always, SetOptions::IfVersion);
        let text = write_document(entries);
        match connection.write(&slot.path, &text, options, slot.timeout).await {
            Err(SecretError::Conflict { .. }) => Ok(false),
            Ok(_) if is_safe => Ok(true),
            Ok(_) => self.stands(n, entries).await,
            // It may have been written all the same.
            Err(error) => match self.stands(n, entries).await {
                Ok(true) => Ok(true),
                Ok(false) | Err(_) => Err(error.into()),
            },
        }
    }

    async fn stands(&self, n: usize, entries: &[Entry]) -> Result<bool, RotateError> {
        let (held, _) = self.look(n).await?;
        Ok(outline(&held.entries) == outline(entries))
    }

    fn hold(&mut self, n: usize, held: Held, begun: Moment) {
        if let Some(slot) = self.plan.slots.get_mut(n) {
            slot.hold(held, begun);
        }
    }

    pub(super) fn slot(&self, n: usize) -> Result<&Slot, RotateError> {
        self.plan.slots.get(n).ok_or(RotateError::Stopped)
    }
}

fn outline(entries: &[Entry]) -> Vec<(&KeyId, KeyState)> {
    let own = entries.iter().filter(|entry| !entry.is_remembered);
    own.map(|entry| (&entry.id, entry.state)).collect()
}
