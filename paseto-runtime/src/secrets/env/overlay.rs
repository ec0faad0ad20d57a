//! What has been set and deleted since the start of the program.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::secret::SecretBytes;

/// `None` stands for a variable that has been deleted.
#[derive(Default)]
pub(super) struct Overlay {
    variables: Mutex<HashMap<String, Option<SecretBytes>>>,
    changing: Mutex<()>,
}

impl Overlay {
    /// `None` if it is as the process has it.
    pub(super) fn get(&self, name: &str) -> Option<Option<SecretBytes>> {
        locked(&self.variables).get(name).cloned()
    }

    pub(super) fn put(&self, name: String, value: Option<SecretBytes>) {
        locked(&self.variables).insert(name, value);
    }

    pub(super) fn names(&self) -> Vec<String> {
        locked(&self.variables).keys().cloned().collect()
    }

    /// One change at a time, from its condition to its end.
    pub(super) fn changing(&self) -> MutexGuard<'_, ()> {
        locked(&self.changing)
    }
}

/// Each step leaves the map whole, whoever panicked.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
