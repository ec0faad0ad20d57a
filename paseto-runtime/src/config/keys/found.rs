//! The keys of a profile, as they are found.

use std::collections::HashSet;

use super::timeline::{SealingKeys, enter, retire};
use super::{ACCEPT, ACTIVE, Known, Misplaced};
use crate::codec::{Key, LocalKey, SigningKey, VerifyingKey};
use crate::config::document::Entry;
use crate::config::error::Problem;
use crate::config::key_texts::{Fetched, KeyTexts};
use crate::key::{KeyId, KeyState};
use crate::time::Timestamp;

/// The keys of a profile, as they are found.
pub(super) struct Found {
    pub(super) now: Timestamp,
    pub(super) local: Vec<LocalKey>,
    pub(super) public: Vec<VerifyingKey>,
    pub(super) sealing: SealingKeys,
    /// Accepted as well; their seeds are compared, and nothing is made with them.
    pub(super) signing: Vec<SigningKey>,
    /// Of the sources of active keys, which may be named among the accepted ones once more.
    active: HashSet<KeyId>,
    revoked: HashSet<KeyId>,
    pub(super) aliases: Vec<(String, KeyId)>,
    pub(super) known: Vec<Known>,
    pub(super) problems: Vec<Misplaced>,
}

impl Found {
    pub(super) fn at(now: Timestamp) -> Self {
        Self {
            now,
            local: Vec::new(),
            public: Vec::new(),
            sealing: SealingKeys::default(),
            signing: Vec::new(),
            active: HashSet::new(),
            revoked: HashSet::new(),
            aliases: Vec::new(),
            known: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// What this process alone remembers comes last: whatever says the key otherwise, counts.
    pub(super) fn read_all(&mut self, texts: &KeyTexts) {
        let read = texts.active.iter().chain(&texts.accept).flatten();
        let revoked = read.flat_map(|all| all.iter()).filter(|entry| entry.key.is_none());
        self.revoked = revoked.map(|entry| entry.id.clone()).collect();
        self.list_revoked();
        for remembered in [false, true] {
            for (place, text) in texts.active.iter().enumerate() {
                self.read(ACTIVE, text, remembered, |found, entry| found.add_active(place, entry));
            }
            for text in &texts.accept {
                self.read(ACCEPT, text, remembered, Self::add_accepted);
            }
        }
        for (place, text) in texts.active.iter().enumerate() {
            self.add_retiring(place, text);
        }
    }

    fn add_retiring(&mut self, place: usize, text: &Fetched) {
        let is_good = |entry: &&Entry| {
            entry.state == KeyState::Retiring && !entry.is_remembered && !entry.is_over(self.now)
        };
        for entry in text.iter().flat_map(|entries| entries.iter()).filter(is_good) {
            match &entry.key {
                _ if self.revoked.contains(&entry.id) => {}
                Some(Key::Local(key)) => retire(self.sealing.local.as_mut(), place, entry, key),
                Some(Key::Signing(key)) => retire(self.sealing.public.as_mut(), place, entry, key),
                Some(Key::Verifying(_)) | None => {}
            }
        }
    }

    fn list_revoked(&mut self) {
        let mut ids: Vec<_> = self.revoked.iter().cloned().collect();
        ids.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        self.known = ids.into_iter().map(Known::revoked).collect();
    }

    fn read(
        &mut self,
        place: &'static str,
        text: &Fetched,
        remembered: bool,
        mut add: impl FnMut(&mut Self, &Entry) -> Result<(), Problem>,
    ) {
        let entries = match text {
            Ok(entries) => entries,
            Err(error) if !remembered => {
                return self.problems.push((place, error.clone().into()));
            }
            Err(_) => return,
        };
        for entry in entries.iter().filter(|entry| entry.is_remembered == remembered) {
            let is_good = !self.revoked.contains(&entry.id) && !entry.is_over(self.now);
            if is_good && let Err(problem) = add(self, entry) {
                self.problems.push((place, problem));
            }
        }
    }

    fn add_active(&mut self, place: usize, entry: &Entry) -> Result<(), Problem> {
        let is_new = !entry.is_remembered || !self.has(&entry.id);
        match &entry.key {
            Some(Key::Local(key)) => {
                if is_new {
                    self.local.push(key.clone());
                }
                enter(&mut self.sealing.local, place, entry, key)?;
            }
            Some(Key::Signing(key)) => {
                if is_new {
                    self.public.push(key.verifying_key());
                    self.signing.push(key.clone());
                }
                enter(&mut self.sealing.public, place, entry, key)?;
            }
            Some(Key::Verifying(_)) => {
                let why = "a public key makes no tokens; put it in `keys.accept`";
                return Err(Problem::Contradiction(why));
            }
            None => return Ok(()),
        }
        self.active.insert(entry.id.clone());
        if is_new {
            self.know(entry, entry.may_seal());
        }
        Ok(())
    }

    /// The active key may be named here once more; any other key only once.
    fn add_accepted(&mut self, entry: &Entry) -> Result<(), Problem> {
        let is_known = entry.is_remembered && self.has(&entry.id);
        if is_known || self.active.contains(&entry.id) {
            return Ok(());
        }
        match &entry.key {
            Some(Key::Local(key)) => self.local.push(key.clone()),
            Some(Key::Signing(key)) => {
                self.public.push(key.verifying_key());
                self.signing.push(key.clone());
            }
            Some(Key::Verifying(key)) => self.public.push(key.clone()),
            None => return Ok(()),
        }
        let alias = entry.alias.clone();
        self.aliases.extend(alias.map(|alias| (alias, entry.id.clone())));
        self.know(entry, false);
        Ok(())
    }

    fn has(&self, id: &KeyId) -> bool {
        self.known.iter().any(|known| known.id == *id)
    }

    fn know(&mut self, entry: &Entry, seals: bool) {
        self.known.push(Known {
            id: entry.id.clone(),
            state: entry.state,
            from: entry.from,
            until: entry.until,
            seals,
            alias: entry.alias.clone(),
        });
    }
}
