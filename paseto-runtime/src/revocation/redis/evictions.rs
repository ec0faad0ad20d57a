//! Whether a server has thrown entries away since it was looked at last.
//!
//! It may do so between two looks and be set right again: the count of its evictions tells.

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub(super) struct Evictions(Mutex<Option<Count>>);

/// Of one run of a server, which counts from zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) run: String,
    pub(super) evicted: u64,
}

impl Evictions {
    pub(super) fn since(count: Option<Count>) -> Self {
        Self(Mutex::new(count))
    }

    /// Since this was asked last; of another run nothing is known.
    pub(super) fn have_grown(&self, count: Option<Count>) -> bool {
        let mut known = self.known();
        let before = std::mem::replace(&mut *known, count.clone());
        let both = before.zip(count);
        both.is_some_and(|(old, new)| old.run == new.run && old.evicted < new.evicted)
    }

    fn known(&self) -> MutexGuard<'_, Option<Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_count_of_the_same_run_that_has_risen_says_so() {
        let count = |run: &str, evicted| Some(Count { run: run.to_owned(), evicted });
        let evictions = Evictions::since(count("a", 3));
        assert!(!evictions.have_grown(count("a", 3)));
        assert!(evictions.have_grown(count("a", 4)));
        assert!(!evictions.have_grown(count("a", 4)));
        assert!(!evictions.have_grown(count("b", 9)));
        assert!(!evictions.have_grown(None));
    }
}
