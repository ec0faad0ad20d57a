//! Key texts and their sources, turned into the keys of a profile.

mod found;
mod rules;
mod timeline;

use figment::Figment;

use self::found::Found;
pub(crate) use self::timeline::SealingKeys;
use super::error::{ConfigErrors, Problem};
use super::guide;
use super::key_texts::KeyTexts;
use super::settings::Settings;
use crate::key::{KeyId, KeyRing, KeyState};
use crate::time::Timestamp;
use crate::token::KeySet;

const ACTIVE: &str = "keys.active";
const ACCEPT: &str = "keys.accept";

/// Which keys are good enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum KeyTrust {
    /// None that everybody knows.
    #[default]
    Sound,
    /// Also the keys of the official vectors, for tests.
    Anything,
}

/// A key that is held, or known as revoked, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) id: KeyId,
    pub(crate) state: KeyState,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// Whether it makes tokens, at its time.
    pub(crate) seals: bool,
    pub(crate) alias: Option<String>,
}

impl Known {
    pub(crate) const fn revoked(id: KeyId) -> Self {
        let state = KeyState::Revoked;
        Self { id, state, from: None, until: None, seals: false, alias: None }
    }
}

/// The keys of a profile, checked.
#[derive(Debug)]
pub(crate) struct ProfileKeys {
    pub(crate) set: KeySet,
    pub(crate) sealing: SealingKeys,
    pub(crate) known: Vec<Known>,
}

/// Where something is wrong with keys, and what.
pub(crate) type Misplaced = (&'static str, Problem);

impl Settings {
    /// Reads the keys of a profile from what their sources said. `figment` only tells where they
    /// are set.
    pub(crate) fn load_keys(
        &self,
        figment: &Figment,
        profile: &str,
        texts: &KeyTexts,
        now: Timestamp,
    ) -> Result<ProfileKeys, ConfigErrors> {
        let located = |(key, problem)| guide::located(figment, profile, key, problem);
        self.check_keys(texts, now)
            .map_err(|problems| problems.into_iter().map(located).collect::<Vec<_>>().into())
    }

    /// The same checks at the start and whenever keys are read again.
    pub(crate) fn check_keys(
        &self,
        texts: &KeyTexts,
        now: Timestamp,
    ) -> Result<ProfileKeys, Vec<Misplaced>> {
        let mut found = Found::at(now);
        found.read_all(texts);
        found.check_purposes(self);
        found.check_double_use();
        found.check_counts();
        let (local, public) = (KeyRing::new(found.local), KeyRing::new(found.public));
        let (Ok(local), Ok(mut public), []) = (local, public, found.problems.as_slice()) else {
            if found.problems.is_empty() {
                found.problems.push((ACCEPT, Problem::Contradiction("one key is given twice")));
            }
            return Err(found.problems);
        };
        found.aliases.iter().for_each(|(name, id)| public.alias(name, id));
        let set = KeySet::new(local, public, self.keys.kid);
        Ok(ProfileKeys { set, sealing: found.sealing, known: found.known })
    }
}
