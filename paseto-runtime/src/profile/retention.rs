//! How long a store must remember, where several profiles take the same tokens.

use std::time::Duration;

use crate::claims::Family;
use crate::config::Settings;
use crate::time::Timestamp;

/// As long as any of the profiles that share a key would take what was revoked: each of them asks
/// the same store, by its own leeway and its own lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retention {
    leeway: Duration,
    /// Of a family; `None` is for ever, as below.
    family: Option<Duration>,
    /// Of any token.
    token: Option<Duration>,
}

impl Retention {
    pub(crate) fn of<'a>(sharing: impl IntoIterator<Item = &'a Settings>) -> Self {
        let none = Self {
            leeway: Duration::ZERO,
            family: Some(Duration::ZERO),
            token: Some(Duration::ZERO),
        };
        sharing.into_iter().map(Self::alone).fold(none, Self::longer)
    }

    fn alone(settings: &Settings) -> Self {
        Self {
            leeway: settings.leeway.as_duration(),
            family: settings.family.ttl,
            token: settings.require_expiry.then_some(settings.max_ttl),
        }
    }

    fn longer(self, other: Self) -> Self {
        Self {
            leeway: self.leeway.max(other.leeway),
            family: self.family.zip(other.family).map(|(one, other)| one.max(other)),
            token: self.token.zip(other.token).map(|(one, other)| one.max(other)),
        }
    }

    /// For a token that ends then.
    pub(super) fn of_token(&self, end: Option<Timestamp>) -> Option<Timestamp> {
        end?.checked_add(self.leeway)
    }

    pub(super) fn of_family(&self, family: &Family) -> Option<Timestamp> {
        family.began().checked_add(self.family?)?.checked_add(self.leeway)
    }

    /// For all the tokens that there are now.
    pub(super) fn of_all(&self, now: Timestamp) -> Option<Timestamp> {
        now.checked_add(self.token?)?.checked_add(self.leeway)
    }
}
