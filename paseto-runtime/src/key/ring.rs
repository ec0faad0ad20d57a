//! The keys that we hold for one purpose. An unknown id finds nothing: there is no default key.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use super::id::{Identified, KeyId};

/// So many are compared in less time than a name is hashed.
const FEW: usize = 8;

/// An immutable set of keys of one type, found by id.
pub struct KeyRing<K> {
    keys: Vec<K>,
    places: HashMap<KeyId, usize>,
    /// Names that others gave to keys.
    aliases: HashMap<String, usize>,
}

impl<K: Identified> KeyRing<K> {
    /// A ring that keeps the order of its keys.
    ///
    /// # Errors
    ///
    /// [`DuplicateKey`] if a key comes twice.
    pub fn new(keys: Vec<K>) -> Result<Self, DuplicateKey> {
        let mut places = HashMap::with_capacity(keys.len());
        for (place, key) in keys.iter().enumerate() {
            match places.entry(key.id().clone()) {
                Entry::Vacant(free) => free.insert(place),
                Entry::Occupied(taken) => return Err(DuplicateKey { id: taken.key().clone() }),
            };
        }
        Ok(Self { keys, places, aliases: HashMap::new() })
    }

    /// The key of exactly this id, else the one that is known by this name elsewhere.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&K> {
        if self.keys.len() <= FEW {
            let found = self.keys.iter().find(|key| key.id().as_str() == id);
            return found.or_else(|| self.keys.get(*self.aliases.get(id)?));
        }
        let place = self.places.get(id).or_else(|| self.aliases.get(id));
        place.and_then(|place| self.keys.get(*place))
    }

    /// Lets a key be found by another name as well. A name that may be an id, or is taken, stays
    /// what it is.
    pub(crate) fn alias(&mut self, name: &str, id: &KeyId) {
        let Some(place) = self.places.get(id) else { return };
        if !KeyId::looks_like(name) {
            self.aliases.entry(name.to_owned()).or_insert(*place);
        }
    }

    /// All keys, in the order they were given.
    pub fn iter(&self) -> std::slice::Iter<'_, K> {
        self.keys.iter()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The ids of the keys that are in both rings.
    pub(crate) fn shared_with<'r>(&'r self, other: &'r Self) -> impl Iterator<Item = &'r KeyId> {
        self.places.keys().filter(|id| other.places.contains_key(*id))
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

impl<K: Identified + Clone> KeyRing<K> {
    /// The same ring without these keys.
    pub(crate) fn without(&self, gone: &[KeyId]) -> Self {
        let keys: Vec<K> =
            self.keys.iter().filter(|key| !gone.contains(key.id())).cloned().collect();
        let places = keys.iter().enumerate().map(|(n, key)| (key.id().clone(), n)).collect();
        let mut ring = Self { keys, places, aliases: HashMap::new() };
        for (name, place) in &self.aliases {
            if let Some(key) = self.keys.get(*place) {
                ring.alias(name, key.id());
            }
        }
        ring
    }
}

impl<'a, K: Identified> IntoIterator for &'a KeyRing<K> {
    type Item = &'a K;
    type IntoIter = std::slice::Iter<'a, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Identified> fmt::Debug for KeyRing<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(Identified::id)).finish()
    }
}

/// One key twice in a ring.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key {id} is given twice")]
#[non_exhaustive]
pub struct DuplicateKey {
    /// Its id, which is not secret.
    pub id: KeyId,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    struct Fake(KeyId, &'static str);

    impl Identified for Fake {
        fn id(&self) -> &KeyId {
            &self.0
        }
    }

    fn fake(filler: char) -> Fake {
        Fake(KeyId::parse(&format!("k4.lid.{}", filler.to_string().repeat(44))).unwrap(), "hush")
    }

    #[test]
    fn a_ring_finds_by_id_and_knows_no_default() {
        let ring = KeyRing::new(vec![fake('b'), fake('a')]).unwrap();
        let wanted = fake('a').0;
        assert_eq!(ring.find(wanted.as_str()).map(Identified::id), Some(&wanted));
        assert!(ring.find(fake('c').0.as_str()).is_none());
        assert!(ring.find("").is_none());
        assert_eq!(ring.iter().next().map(Identified::id), Some(&fake('b').0));
        assert_eq!((ring.len(), ring.is_empty()), (2, false));
    }

    #[test]
    fn an_alias_never_overrides_an_id_or_another_alias() {
        let mut ring = KeyRing::new(vec![fake('a'), fake('b')]).unwrap();
        ring.alias("2026", &fake('a').0);
        ring.alias("2026", &fake('b').0);
        ring.alias(fake('b').0.as_str(), &fake('a').0);
        ring.alias("nobody", &fake('c').0);
        assert_eq!(ring.find("2026").map(Identified::id), Some(&fake('a').0));
        assert_eq!(ring.find(fake('b').0.as_str()).map(Identified::id), Some(&fake('b').0));
        assert!(ring.find("nobody").is_none());
    }

    #[test]
    fn rings_share_what_is_in_both() {
        let ring = |fillers: &[char]| KeyRing::new(fillers.iter().copied().map(fake).collect());
        let one = ring(&['a', 'b']).unwrap();
        assert!(one.shared_with(&ring(&['c', 'b']).unwrap()).eq([&fake('b').0]));
        assert_eq!(one.shared_with(&ring(&['c']).unwrap()).next(), None);
        assert_eq!(one.shared_with(&ring(&[]).unwrap()).next(), None);
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        let refused = KeyRing::new(vec![fake('a'), fake('b'), fake('a')]).unwrap_err();
        assert_eq!(refused.id, fake('a').0);
    }

    #[test]
    fn a_ring_prints_ids_only() {
        let ring = KeyRing::new(vec![fake('a')]).unwrap();
        assert_eq!(format!("{ring:?}"), format!("[{}]", fake('a').0));
        assert!(ring.iter().all(|key| key.1 == "hush"));
    }
}
