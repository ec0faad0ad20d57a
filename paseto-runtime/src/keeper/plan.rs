//! Which sources a configuration names, each once, and who wants which of them.

use std::sync::Arc;

use super::connection::Connection;
use super::slot::Slot;
use crate::config::{Fetched, KeyTexts, KeyTrust, Settings};
use crate::secret::SecretText;
use crate::secrets::{OwnSource, SecretError, SecretPath, SecretRef};

/// Where one of the configured keys comes from.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// It stands in the configuration, or could not even be looked for.
    Fixed(Fetched),
    /// In this slot.
    Slot(usize),
}

impl Place {
    pub(super) fn is_in(&self, slot: usize) -> bool {
        matches!(self, Self::Slot(n) if *n == slot)
    }
}

/// The places of one profile's keys.
#[derive(Debug, Clone)]
pub(super) struct Places {
    pub(super) active: Vec<Place>,
    pub(super) accept: Vec<Place>,
}

impl Places {
    pub(super) fn texts(&self, slots: &[Slot]) -> KeyTexts {
        let of = |place: &Place| match place {
            Place::Fixed(fetched) => fetched.clone(),
            Place::Slot(n) => match slots.get(*n) {
                Some(slot) => slot.fetched(),
                None => Err(SecretError::Config { backend: "keys", what: "has no slot" }.into()),
            },
        };
        KeyTexts {
            active: self.active.iter().map(of).collect(),
            accept: self.accept.iter().map(of).collect(),
        }
    }

    /// As they would be if this slot said something else.
    pub(super) fn texts_with(&self, slots: &[Slot], n: usize, said: &Fetched) -> KeyTexts {
        let mut texts = self.texts(slots);
        let places = self.active.iter().chain(&self.accept);
        let fetched = texts.active.iter_mut().chain(&mut texts.accept);
        for (_, text) in places.zip(fetched).filter(|(place, _)| place.is_in(n)) {
            text.clone_from(said);
        }
        texts
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = usize> {
        self.active.iter().chain(&self.accept).filter_map(|place| match place {
            Place::Slot(n) => Some(*n),
            Place::Fixed(..) => None,
        })
    }
}

/// All profiles' places, over slots and connections that they share.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) connections: Vec<Arc<Connection>>,
    pub(super) slots: Vec<Slot>,
    pub(super) places: Vec<Places>,
}

impl Plan {
    pub(super) fn of<'s>(
        profiles: impl Iterator<Item = &'s Settings>,
        own: &[OwnSource],
        trust: KeyTrust,
    ) -> Self {
        let mut plan = Self::default();
        for settings in profiles {
            let mut all = |texts: &[SecretText]| {
                texts.iter().map(|text| plan.place(text, settings, own, trust)).collect()
            };
            let active = all(&settings.keys.active);
            let accept = all(&settings.keys.accept);
            plan.places.push(Places { active, accept });
        }
        plan
    }

    fn place(
        &mut self,
        text: &SecretText,
        settings: &Settings,
        own: &[OwnSource],
        trust: KeyTrust,
    ) -> Place {
        let names: Vec<_> = own.iter().map(|(name, _)| *name).collect();
        match SecretRef::parse_with(text, &names) {
            Err(error) => Place::Fixed(Err(error.into())),
            Ok(SecretRef::Literal(text)) => Place::Fixed(trust.literal(&text)),
            Ok(SecretRef::Stored { scheme, path }) => {
                Place::Slot(self.slot(scheme, path, settings, own))
            }
        }
    }

    fn slot(
        &mut self,
        scheme: &'static str,
        path: SecretPath,
        settings: &Settings,
        own: &[OwnSource],
    ) -> usize {
        let connection = self.connection(scheme, &path, settings, own);
        let is_it = |slot: &Slot| slot.connection == connection && slot.path == path;
        let at = self.slots.iter().position(is_it).unwrap_or_else(|| {
            let is_own = own.iter().any(|(name, _)| *name == scheme);
            self.slots.push(Slot::new(connection, scheme, path, is_own));
            self.slots.len() - 1
        });
        if let Some(slot) = self.slots.get_mut(at) {
            slot.serve(settings);
        }
        at
    }

    fn connection(
        &mut self,
        scheme: &'static str,
        path: &SecretPath,
        settings: &Settings,
        own: &[OwnSource],
    ) -> usize {
        let new = Connection::new(scheme, path, settings, own);
        let at = self.connections.iter().position(|old| old.is_like(&new));
        at.unwrap_or_else(|| {
            self.connections.push(Arc::new(new));
            self.connections.len() - 1
        })
    }

    /// Whether any key comes from where it can change.
    pub(super) fn is_alive(&self) -> bool {
        self.slots.iter().any(Slot::is_alive)
    }
}
