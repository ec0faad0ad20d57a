//! Every key that may open a token, by purpose.

use crate::codec::{LocalKey, Opened, Shape, VerifyingKey};
use crate::error::Rejection;
use crate::key::{Identified, KeyId, KeyRing, KidRule};
use crate::kind::Purpose;

/// The keys of one profile that open tokens, and how strictly `kid` chooses among them.
#[derive(Debug)]
pub struct KeySet {
    pub(crate) local: KeyRing<LocalKey>,
    pub(crate) public: KeyRing<VerifyingKey>,
    pub(crate) rule: KidRule,
}

/// How many public keys get tables, the first ones: what four of them take fits a core's cache,
/// and a provider's document may list many that no token is under.
const PRECOMPUTED: usize = 4;

impl KeySet {
    pub(crate) fn new(
        local: KeyRing<LocalKey>,
        public: KeyRing<VerifyingKey>,
        rule: KidRule,
    ) -> Self {
        public.iter().take(PRECOMPUTED).for_each(VerifyingKey::precompute);
        Self { local, public, rule }
    }

    /// The same keys without these.
    pub(crate) fn without(&self, gone: &[KeyId]) -> Self {
        let (local, public) = (self.local.without(gone), self.public.without(gone));
        Self { local, public, rule: self.rule }
    }

    /// The ids of the keys that are in both sets.
    pub(crate) fn shared_with<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = &'s KeyId> {
        self.local.shared_with(&other.local).chain(self.public.shared_with(&other.public))
    }

    pub(crate) fn shares_key_with(&self, other: &Self) -> bool {
        self.shared_with(other).next().is_some()
    }

    /// Whether the key of this id opens tokens.
    pub(crate) fn holds(&self, id: &KeyId) -> bool {
        self.local.find(id.as_str()).is_some() || self.public.find(id.as_str()).is_some()
    }

    /// Whether a key that is not here may be the right one for the token: it names none that is.
    pub(super) fn may_lack_key_of(&self, shape: &Shape) -> bool {
        let Some(kid) = shape.unverified_footer().key_id() else {
            return self.rule != KidRule::Required;
        };
        let is_here = match shape.purpose() {
            Purpose::Local => self.local.find(kid).is_some(),
            Purpose::Public => self.public.find(kid).is_some(),
        };
        self.rule == KidRule::Ignored || !is_here
    }

    /// Opens under the key that the footer names, or, where the rule allows, under any that fits.
    pub(super) fn open(
        &self,
        shape: &Shape,
        assertion: &[u8],
    ) -> Result<(Opened, KeyId), Rejection> {
        match shape.purpose() {
            Purpose::Local => {
                select(&self.local, self.rule, shape, |key| key.open(shape, assertion))
            }
            Purpose::Public => {
                select(&self.public, self.rule, shape, |key| key.open(shape, assertion))
            }
        }
    }
}

fn select<K: Identified>(
    ring: &KeyRing<K>,
    rule: KidRule,
    shape: &Shape,
    open: impl Fn(&K) -> Option<Opened>,
) -> Result<(Opened, KeyId), Rejection> {
    let forged = || Rejection::NotAuthentic { purpose: shape.purpose() };
    let named = match (rule, shape.unverified_footer().key_id()) {
        (KidRule::Ignored, _) | (KidRule::Preferred, None) => None,
        (KidRule::Required, None) => return Err(Rejection::UnknownKey),
        (KidRule::Required | KidRule::Preferred, Some(kid)) => {
            Some(ring.find(kid).ok_or(Rejection::UnknownKey)?)
        }
    };
    match named {
        Some(key) => open(key).map(|opened| (opened, key.id().clone())).ok_or_else(forged),
        None => ring
            .iter()
            .find_map(|key| open(key).map(|opened| (opened, key.id().clone())))
            .ok_or_else(forged),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::codec::SigningKey;

    #[test]
    fn the_first_public_keys_of_a_ring_get_tables_and_keep_them() {
        let key = |_| SigningKey::generate().unwrap().verifying_key();
        let public = KeyRing::new((0..6).map(key).collect()).unwrap();
        let keys = KeySet::new(KeyRing::new(Vec::new()).unwrap(), public, KidRule::Required);
        let first = keys.public.iter().next().unwrap().id().clone();
        let with_tables = |keys: &KeySet| -> Vec<bool> {
            keys.public.iter().map(VerifyingKey::is_precomputed).collect()
        };
        assert_eq!(with_tables(&keys), [true, true, true, true, false, false]);
        assert_eq!(with_tables(&keys.without(&[first])), [true, true, true, false, false]);
    }
}
