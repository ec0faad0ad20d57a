//! Revocations, and families that are listed.

use super::check::micros_or_empty;
use super::core::{Core, Intent, expected};
use super::keys::id_text;
use super::life::{Life, micros};
use super::scripts::{Call, SCRIPTS};
use super::trouble::Trouble;
use crate::revocation::memory::Record;
use crate::revocation::shared::Epoch;
use crate::revocation::{FamilyRecord, Revocation, StoreError};
use crate::time::Timestamp;

impl Core {
    pub(super) async fn revoke(&self, revocation: &Revocation) -> Result<(), StoreError> {
        let call = |epoch: &Epoch| self.revoking(record(revocation, epoch), epoch);
        self.change(call).await.map(drop)
    }

    pub(super) async fn enroll(&self, family: &FamilyRecord) -> Result<(), StoreError> {
        self.change(|epoch| self.enrolling(family, epoch)).await.map(drop)
    }

    async fn change(&self, call: impl FnOnce(&Epoch) -> Call) -> Result<(), StoreError> {
        let mut believed = self.put(Intent::Change, call).await?;
        let outcome = believed.told.outcome()?;
        if outcome == "done" { Ok(()) } else { Err(ODD.into()) }
    }

    fn revoking(&self, record: Record, epoch: &Epoch) -> Call {
        let (keys, now) = (&self.keys, self.clock.now());
        match record {
            Record::Token { id, keep_until } => {
                let Life { keep_until, ttl } = Life::until(keep_until, now);
                let keys = self.changing([keys.token(id), keys.grace(id)]);
                let args = vec![expected(epoch), format!("t {}", id_text(id)), keep_until, ttl];
                Call { script: &SCRIPTS.token, keys, args }
            }
            Record::Family { id, keep_until } => {
                let Life { keep_until, ttl } = Life::until(keep_until, now);
                let args = vec![expected(epoch), id_text(id), keep_until, ttl, keys.lists()];
                let keys = self.changing([keys.token(id), keys.record(id)]);
                Call { script: &SCRIPTS.end, keys, args }
            }
            Record::Subject { id, before, keep_until } => {
                let Life { keep_until, ttl } = Life::until(keep_until, now);
                let (before, records) = (micros(before), keys.records());
                let args = vec![expected(epoch), id_text(id), before, keep_until, ttl, records];
                let keys = self.changing([keys.subject(id), keys.list(id)]);
                Call { script: &SCRIPTS.subject, keys, args }
            }
        }
    }

    fn enrolling(&self, family: &FamilyRecord, epoch: &Epoch) -> Call {
        let keys = self.changing(self.family_keys(family, epoch));
        let args = self.family_args(family, None, epoch).into();
        Call { script: &SCRIPTS.enroll, keys, args }
    }

    pub(super) fn family_keys(&self, family: &FamilyRecord, epoch: &Epoch) -> [String; 3] {
        let (id, subject) = (epoch.key.family(&family.family), epoch.key.id(&family.subject));
        [self.keys.token(id), self.keys.record(id), self.keys.list(subject)]
    }

    pub(super) fn family_args(
        &self,
        family: &FamilyRecord,
        used: Option<Timestamp>,
        epoch: &Epoch,
    ) -> [String; 10] {
        let life = Life::until(family.keep_until, self.clock.now());
        [
            expected(epoch),
            family.family.clone(),
            id_text(epoch.key.family(&family.family)),
            id_text(epoch.key.id(&family.subject)),
            micros(family.began),
            micros(family.last_used),
            life.keep_until,
            life.ttl,
            family.label.as_ref().map(|label| format!("={label}")).unwrap_or_default(),
            micros_or_empty(used),
        ]
    }
}

pub(super) const ODD: Trouble = Trouble::Senseless("it tells of something else");

fn record(revocation: &Revocation, epoch: &Epoch) -> Record {
    let key = epoch.key;
    match revocation {
        Revocation::Token { jti, keep_until } => {
            Record::Token { id: key.id(jti), keep_until: *keep_until }
        }
        Revocation::Family { family, keep_until } => {
            Record::Family { id: key.family(family), keep_until: *keep_until }
        }
        Revocation::Subject { subject, before, keep_until } => {
            let id = key.id(subject);
            Record::Subject { id, before: *before, keep_until: *keep_until }
        }
    }
}
