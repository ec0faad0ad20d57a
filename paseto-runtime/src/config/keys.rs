//! Key texts and their sources, turned into the keys of a profile.

use figment::Figment;

use super::error::{ConfigError, ConfigErrors, Problem};
use super::settings::Settings;
use crate::codec::{Key, LocalKey, SigningKey, VerifyingKey};
use crate::key::{Identified as _, KeyRing};
use crate::kind::Purpose;
use crate::secret::SecretText;
use crate::secrets::KeySource;
use crate::token::KeySet;

const ACTIVE: &str = "keys.active";
const ACCEPT: &str = "keys.accept";

/// A token without `kid` tries all keys of its purpose, and anyone can send one.
const MOST_ACCEPTED: usize = 16;

/// Which keys are good enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum KeyTrust {
    /// None that everybody knows.
    #[default]
    Sound,
    /// Also the keys of the official vectors, for tests.
    Anything,
}

/// The active keys, at most one a purpose.
#[derive(Debug, Default)]
pub(crate) struct SealingKeys {
    pub(crate) local: Option<LocalKey>,
    pub(crate) public: Option<SigningKey>,
}

impl Settings {
    /// Reads the keys of a profile from their sources. `figment` only tells where they are set.
    pub(crate) fn load_keys(
        &self,
        figment: &Figment,
        profile: &str,
        trust: KeyTrust,
    ) -> Result<(KeySet, SealingKeys), ConfigErrors> {
        let mut found = Found::default();
        found.read_all(ACTIVE, &self.keys.active, trust, Found::add_active);
        found.read_all(ACCEPT, &self.keys.accept, trust, Found::add_accepted);
        found.check_purposes(self);
        found.check_double_use();
        found.check_counts();
        let (local, public) = (KeyRing::new(found.local), KeyRing::new(found.public));
        let (Ok(local), Ok(public), []) = (local, public, found.problems.as_slice()) else {
            if found.problems.is_empty() {
                found.problems.push((ACCEPT, Problem::Contradiction("one key is given twice")));
            }
            let located = |(key, problem)| ConfigError::new(figment, profile, key, problem);
            return Err(found.problems.into_iter().map(located).collect::<Vec<_>>().into());
        };
        Ok((KeySet { local, public, rule: self.keys.kid }, found.sealing))
    }
}

#[derive(Default)]
struct Found {
    local: Vec<LocalKey>,
    public: Vec<VerifyingKey>,
    sealing: SealingKeys,
    /// Accepted as well; their seeds are compared, and nothing is made with them.
    signing: Vec<SigningKey>,
    problems: Vec<(&'static str, Problem)>,
}

impl Found {
    fn read_all(
        &mut self,
        place: &'static str,
        texts: &[SecretText],
        trust: KeyTrust,
        add: fn(&mut Self, Key) -> Result<(), Problem>,
    ) {
        for text in texts {
            if let Err(problem) = read(text, trust).and_then(|key| add(self, key)) {
                self.problems.push((place, problem));
            }
        }
    }

    fn add_active(&mut self, key: Key) -> Result<(), Problem> {
        match key {
            Key::Local(key) if self.sealing.local.is_none() => {
                self.local.push(key.clone());
                self.sealing.local = Some(key);
                Ok(())
            }
            Key::Signing(key) if self.sealing.public.is_none() => {
                self.public.push(key.verifying_key());
                self.sealing.public = Some(key);
                Ok(())
            }
            Key::Local(_) | Key::Signing(_) => Err(Problem::Contradiction(
                "two active keys for one purpose; put one in `keys.accept`",
            )),
            Key::Verifying(_) => {
                Err(Problem::Contradiction("a public key makes no tokens; put it in `keys.accept`"))
            }
        }
    }

    /// The active key may be named here once more; any other key only once.
    fn add_accepted(&mut self, key: Key) -> Result<(), Problem> {
        match key {
            Key::Local(key) => {
                let active = self.sealing.local.as_ref();
                if active.is_none_or(|active| active.id() != key.id()) {
                    self.local.push(key);
                }
            }
            Key::Signing(key) => {
                self.accept_public(key.verifying_key());
                self.signing.push(key);
            }
            Key::Verifying(key) => self.accept_public(key),
        }
        Ok(())
    }

    fn accept_public(&mut self, key: VerifyingKey) {
        let active = self.sealing.public.as_ref();
        if active.is_none_or(|active| active.id() != key.id()) {
            self.public.push(key);
        }
    }

    /// What is accepted can be opened, and what is issued can be made. A service that only
    /// verifies has no active key at all.
    fn check_purposes(&mut self, settings: &Settings) {
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
            Purpose::Local => self.sealing.local.is_some(),
            Purpose::Public => self.sealing.public.is_some(),
        };
        if !makes && !settings.keys.active.is_empty() {
            self.problems.push((ACTIVE, Problem::NoKeyFor(settings.issue)));
        }
    }

    /// PASETO, Algorithm Lucidity: who knows a public key must not be able to mint local tokens.
    fn check_double_use(&mut self) {
        let signing = self.sealing.public.iter().chain(&self.signing);
        let doubled = self.local.iter().any(|local| {
            self.public.iter().any(|key| key.shares_bytes_with(local))
                || signing.clone().any(|key| key.shares_bytes_with(local))
        });
        if doubled {
            let why = "one key for two purposes; v4.local and v4.public need keys of their own";
            self.problems.push((ACTIVE, Problem::Contradiction(why)));
        }
    }

    fn check_counts(&mut self) {
        let accepted = |all: usize, has_active| all.saturating_sub(usize::from(has_active));
        let local = accepted(self.local.len(), self.sealing.local.is_some());
        let public = accepted(self.public.len(), self.sealing.public.is_some());
        if local.max(public) > MOST_ACCEPTED {
            let why = "more than 16 keys for one purpose; a token without `kid` tries them all";
            self.problems.push((ACCEPT, Problem::Contradiction(why)));
        }
    }
}

fn read(text: &SecretText, trust: KeyTrust) -> Result<Key, Problem> {
    let text = KeySource::parse(text)?.read()?;
    match trust {
        KeyTrust::Sound => Key::from_text(text.expose()),
        KeyTrust::Anything => Key::dangerous_from_weak_text(text.expose()),
    }
    .map_err(Problem::Key)
}
