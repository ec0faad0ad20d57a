//! How often an argument was given: the one place that refuses repeats.

use proc_macro2::Ident;

use crate::diag::Diagnostics;

/// An argument as written: its key, kept for the span, and its value.
pub(crate) struct Arg<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// Every time one argument was given.
pub(crate) struct Given<T>(Vec<Arg<T>>);

impl<T> Given<T> {
    pub(crate) fn push(&mut self, key: Ident, value: T) {
        self.0.push(Arg { key, value });
    }

    /// The first; each further one is a mistake.
    pub(crate) fn once(self, diag: &mut Diagnostics) -> Option<Arg<T>> {
        let mut all = self.0.into_iter();
        let first = all.next();
        for Arg { key, .. } in all {
            diag.say(key.span(), format!("`{key}` is given more than once: keep one of them"));
        }
        first
    }

    /// The first as it stands, whatever else there is.
    pub(crate) fn first(&self) -> Option<&T> {
        self.0.first().map(|arg| &arg.value)
    }
}

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
