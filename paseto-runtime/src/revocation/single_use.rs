//! How a store in memory uses up a token, and what it knows of families.
//!
//! Locks are taken in one order: a family, the graces, the tokens.

use super::families::{Family, Listed};
use super::id::Id;
use super::places::Room;
use super::until::{Moment, Until};
use super::{Consumed, Consumption, FamilyRecord, Grace, MemoryStore, StoreError};
use crate::time::Timestamp;

impl MemoryStore {
    pub(super) fn consume_and_tell(&self, used: &Consumption) -> Result<Consumed, StoreError> {
        let consumed = self.use_up(used)?;
        if used.family.is_some() && consumed == Consumed::Again {
            self.announce();
        }
        Ok(consumed)
    }

    pub(super) fn use_up(&self, used: &Consumption) -> Result<Consumed, StoreError> {
        self.with_room(|now| match &used.family {
            Some(record) => self.use_in_family(used, record, now),
            None if self.is_over(used) => Ok(Consumed::Revoked),
            None => self.claim(used, now),
        })
    }

    /// All of it while the family is held: it is not revoked between the question and the claim.
    /// A new family's place is taken first, so that nothing fails once the token is used up.
    fn use_in_family(
        &self,
        used: &Consumption,
        record: &FamilyRecord,
        now: Moment,
    ) -> Result<Consumed, StoreError> {
        let mut family = self.families.lock(self.key.family(&record.family));
        if self.tokens.contains(family.id) || self.is_over(used) {
            return Ok(Consumed::Revoked);
        }
        let seats = usize::from(!family.is_known());
        if seats > 0 {
            self.places.reserving().take()?;
        }
        let consumed = match used.renews {
            Some(made) => Ok(self.renew(used, made, &family, now)),
            None => self.claim(used, now),
        };
        if matches!(consumed, Ok(Consumed::First)) {
            self.put_family(&mut family, record, used.renews, now);
            return consumed;
        }
        if matches!(consumed, Ok(Consumed::Again)) {
            // In place of its record, or of the seat.
            self.end(&mut family, record.keep_until, now, self.places.unlimited())?;
        }
        self.places.give_back(seats);
        consumed
    }

    /// The family says itself how far it is used up: no place for each of its tokens.
    fn renew(
        &self,
        used: &Consumption,
        made: Timestamp,
        family: &Family<'_>,
        now: Moment,
    ) -> Consumed {
        let id = self.key.id(&used.jti);
        let has_used = |made| family.record().is_some_and(|record| record.has_used(made));
        if !has_used(made) && !self.tokens.contains(id) {
            if let Some(grace) = &used.grace {
                self.graces.put(id, grace, now);
            }
            return Consumed::First;
        }
        let repeated = used.grace.as_ref().and_then(|grace| self.graces.open(id, grace, now));
        let repeated = repeated.filter(|first| !has_used(first.at));
        repeated.map_or(Consumed::Again, |Grace { successor, at, .. }| Consumed::Repeated {
            successor,
            at,
        })
    }

    fn claim(&self, used: &Consumption, now: Moment) -> Result<Consumed, StoreError> {
        let id = self.key.id(&used.jti);
        let (tick, room) = (self.tick(now), self.places.reserving());
        let take = || self.tokens.claim(id, used.keep_until, tick, room);
        let consumed = match &used.grace {
            Some(grace) => self.graces.claim(id, grace, now, take, |jti| self.knows(jti))?,
            None if take()? => Consumed::First,
            None => Consumed::Again,
        };
        // A log-out everywhere that came between the question and the claim wins.
        let is_late = consumed == Consumed::First && self.is_over(used);
        Ok(if is_late { Consumed::Revoked } else { consumed })
    }

    fn is_over(&self, used: &Consumption) -> bool {
        self.subjects.is_revoked(self.key.id(&used.subject), used.issued_at)
    }

    /// As it is kept, for who writes it down.
    pub(super) fn listing(&self, family: &str) -> Option<(Id, Listed)> {
        let id = self.key.family(family);
        Some((id, self.families.lock(id).record()?.clone()))
    }

    /// What a file holds of a family; nothing if it has been revoked since.
    pub(super) fn restore_family(&self, id: Id, listed: Listed, soonest: Timestamp) {
        let mut family = self.families.lock(id);
        let is_revoked = self.tokens.contains(id)
            || self.subjects.is_revoked(listed.subject, Some(listed.began));
        if !is_revoked && self.places.unlimited().take().is_ok() {
            let end = listed.keep_until.map(|end| end.max(soonest));
            family.put(listed, Until::new(end, self.moment()));
        }
    }

    pub(super) fn restore_grace(&self, id: Id, grace: Grace, soonest: Timestamp) {
        let end = grace.until.max(soonest);
        self.graces.restore(id, grace, Until::new(Some(end), self.moment()));
    }

    /// Remembers a family for the list; one that is revoked stays so, and unlisted.
    pub(super) fn list(&self, record: &FamilyRecord) -> Result<(), StoreError> {
        self.with_room(|now| {
            let mut family = self.families.lock(self.key.family(&record.family));
            if self.tokens.contains(family.id) {
                return Ok(());
            }
            if !family.is_known() {
                self.places.reserving().take()?;
            }
            self.put_family(&mut family, record, None, now);
            Ok(())
        })
    }

    fn put_family(
        &self,
        family: &mut Family<'_>,
        record: &FamilyRecord,
        used: Option<Timestamp>,
        now: Moment,
    ) {
        let listed = Listed::new(record, self.key.id(&record.subject), used);
        family.put(listed, Until::new(record.keep_until, now));
        family.sweep_if_due(now, &self.places);
    }

    pub(super) fn end_family(
        &self,
        id: Id,
        keep_until: Option<Timestamp>,
        now: Moment,
        room: Room<'_>,
    ) -> Result<(), StoreError> {
        let mut family = self.families.lock(id);
        // The place of its record, which goes.
        let room = if family.is_known() { self.places.unlimited() } else { room };
        self.end(&mut family, keep_until, now, room)
    }

    fn end(
        &self,
        family: &mut Family<'_>,
        keep_until: Option<Timestamp>,
        now: Moment,
        room: Room<'_>,
    ) -> Result<(), StoreError> {
        self.tokens.keep(family.id, keep_until, self.tick(now), room)?;
        family.remove(&self.places);
        Ok(())
    }

    /// The families that a watermark ends.
    pub(super) fn forget_families(&self, subject: Id, before: Timestamp) {
        self.families.forget_begun(subject, before, &self.places);
    }

    /// The live ones, the one that was used last first.
    pub(super) fn listed(&self, subject: &str) -> Vec<FamilyRecord> {
        let (owner, now) = (self.key.id(subject), self.clock.now());
        let live = self.families.of(owner).into_iter().filter_map(|id| self.live(id, now));
        let mut listed: Vec<_> = live.map(|family| family.into_record(subject)).collect();
        listed.sort_by(|a, b| {
            (b.last_used, b.began).cmp(&(a.last_used, a.began)).then(a.family.cmp(&b.family))
        });
        listed
    }

    fn live(&self, id: Id, now: Timestamp) -> Option<Listed> {
        let listed = self.families.lock(id).record()?.clone();
        let is_over = self.tokens.contains(id)
            || self.subjects.is_revoked(listed.subject, Some(listed.began))
            || listed.keep_until.is_some_and(|end| end < now);
        (!is_over).then_some(listed)
    }
}
