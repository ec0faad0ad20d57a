//! What an application, or its operator, does with keys while it runs.

use super::Paseto;
use crate::audit::Audited;
use crate::keeper::{KeyRevocation, ProfileKeyStatus, RotateError, Rotation};
use crate::key::{Identified as _, KeyId};
use crate::kind::Purpose;
use crate::profile::Profile;

impl Paseto {
    /// Makes a new key in the place of the one that makes the default profile's tokens.
    ///
    /// The new key is written to the source of the old one, as a key document. It makes tokens
    /// after `keys.pending`, when every process that reads the same source accepts them. The old
    /// one is accepted until the last token that was made with it has ended. Who makes tokens that
    /// live longer than configured, by
    /// [`expires_in`](crate::issue::TokenBuilder::expires_in), says so in `keys.keep`.
    ///
    /// If another process has replaced the same key meanwhile, its new key is the answer: however
    /// many rotate at once, there is one new key.
    ///
    /// # Errors
    ///
    /// [`RotateError`]; then nothing has changed here.
    pub async fn rotate(&self) -> Result<Rotation, RotateError> {
        rotate(self.default_profile()).await
    }

    /// As [`rotate`](Self::rotate), for another configured profile.
    ///
    /// # Errors
    ///
    /// As [`rotate`](Self::rotate), and [`RotateError::NoProfile`].
    pub async fn rotate_for(&self, profile: &str) -> Result<Rotation, RotateError> {
        rotate(self.profile(Some(profile)).ok_or(RotateError::NoProfile)?).await
    }

    /// Never accepts a key of the default profile again: here at once, in other processes when they
    /// read its source the next time. If it is the one that makes tokens, the next key, or else a
    /// new one, takes its place without waiting: other processes refuse that one's tokens until
    /// they have read it.
    ///
    /// A line that is merely deleted from a key document is accepted a while longer, as if it were
    /// missing by mistake: for `keys.pending`, and at least twice `keys.refresh` and `keys.timeout`.
    ///
    /// Of several sources that hold the key, the first that can be written is told.
    ///
    /// # Errors
    ///
    /// [`RotateError`]; then nothing has changed here.
    pub async fn revoke_key(&self, id: &KeyId) -> Result<KeyRevocation, RotateError> {
        revoke(self.default_profile(), id).await
    }

    /// As [`revoke_key`](Self::revoke_key), for another configured profile.
    ///
    /// # Errors
    ///
    /// As [`revoke_key`](Self::revoke_key), and [`RotateError::NoProfile`].
    pub async fn revoke_key_for(
        &self,
        profile: &str,
        id: &KeyId,
    ) -> Result<KeyRevocation, RotateError> {
        revoke(self.profile(Some(profile)).ok_or(RotateError::NoProfile)?, id).await
    }

    /// Reads all keys again now, of all profiles, instead of after `keys.refresh`.
    ///
    /// # Errors
    ///
    /// The first [`RotateError`] of a source; what others gave is in use.
    pub async fn refresh_keys(&self) -> Result<(), RotateError> {
        match self.default_profile().ring.keeper() {
            Some(keeper) => keeper.refresh().await,
            None => Ok(()),
        }
    }

    /// How the keys of each profile are, the default one first. For a health check or a person.
    #[must_use]
    pub fn key_status(&self) -> Vec<ProfileKeyStatus> {
        let of = |profile: &Profile| {
            ProfileKeyStatus::of(&profile.name, &profile.ring, profile.clock.now())
        };
        self.profiles().map(|profile| of(profile)).collect()
    }
}

async fn rotate(profile: &Profile) -> Result<Rotation, RotateError> {
    let now = profile.clock.now();
    let keys = profile.keys();
    let seen = match profile.settings.issue {
        Purpose::Local => {
            keys.sealing.local.as_ref().and_then(|line| line.at(now)).map(|key| key.id().clone())
        }
        Purpose::Public => {
            keys.sealing.public.as_ref().and_then(|line| line.at(now)).map(|key| key.id().clone())
        }
    };
    drop(keys);
    let keeper = profile.ring.keeper();
    let fixed = if seen.is_some() {
        RotateError::NotStored("the configuration or a variable")
    } else {
        RotateError::NoKey
    };
    let rotation = keeper.ok_or(fixed)?.rotate(&profile.name, seen).await?;
    let Rotation { id, retires, .. } = &rotation;
    profile.tell(|| Audited::KeyRotated { id: id.clone(), retires: retires.clone() });
    Ok(rotation)
}

async fn revoke(profile: &Profile, id: &KeyId) -> Result<KeyRevocation, RotateError> {
    let is_known = profile.keys().knows(id);
    let fixed = if is_known {
        RotateError::NotStored("the configuration or a variable")
    } else {
        RotateError::UnknownKey(id.clone())
    };
    let revocation = profile.ring.keeper().ok_or(fixed)?.revoke(&profile.name, id).await?;
    let KeyRevocation { id, successor } = &revocation;
    profile.tell(|| Audited::KeyRevoked { id: id.clone(), successor: successor.clone() });
    Ok(revocation)
}
