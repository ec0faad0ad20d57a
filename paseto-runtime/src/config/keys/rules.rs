//! What the keys of a profile must be together.

use super::found::Found;
use super::timeline::has_begun;
use super::{ACCEPT, ACTIVE};
use crate::config::error::Problem;
use crate::config::settings::Settings;
use crate::kind::Purpose;

/// A token without `kid` tries all keys of its purpose, and anyone can send one.
const MOST_ACCEPTED: usize = 16;

impl Found {
    /// What is accepted can be opened, and what is issued can be made. A service that only
    /// verifies has no active key at all.
    pub(super) fn check_purposes(&mut self, settings: &Settings) {
        if !self.problems.is_empty() {
            return;
        }
        for (purpose, has_key) in
            [(Purpose::Local, !self.local.is_empty()), (Purpose::Public, !self.public.is_empty())]
        {
            let accepted = settings.accept.contains(&purpose);
            if accepted && !has_key {
                self.problems.push((ACTIVE, Problem::NoKeyFor(purpose)));
            }
            if has_key && !accepted {
                self.problems.push(("accept", Problem::NotAccepted(purpose)));
            }
        }
        let makes = match settings.issue {
            Purpose::Local => has_begun(self.sealing.local.as_ref(), self.now),
            Purpose::Public => has_begun(self.sealing.public.as_ref(), self.now),
        };
        if !makes && !settings.keys.active.is_empty() {
            self.problems.push((ACTIVE, Problem::NoKeyFor(settings.issue)));
        }
    }

    /// PASETO, Algorithm Lucidity: who knows a public key must not be able to mint local tokens.
    pub(super) fn check_double_use(&mut self) {
        let signing = self.signing.iter();
        let doubled = self.local.iter().any(|local| {
            self.public.iter().any(|key| key.shares_bytes_with(local))
                || signing.clone().any(|key| key.shares_bytes_with(local))
        });
        if doubled {
            let why = "one key for two purposes; v4.local and v4.public need keys of their own";
            self.problems.push((ACTIVE, Problem::Contradiction(why)));
        }
    }

    pub(super) fn check_counts(&mut self) {
        let accepted = |all: usize, has_active| all.saturating_sub(usize::from(has_active));
        let local = accepted(self.local.len(), self.sealing.local.is_some());
        let public = accepted(self.public.len(), self.sealing.public.is_some());
        if local.max(public) > MOST_ACCEPTED {
            let why = "more than 16 keys for one purpose; a token without `kid` tries them all";
            self.problems.push((ACCEPT, Problem::Contradiction(why)));
        }
    }
}
