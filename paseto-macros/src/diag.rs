//! The collector of mistakes: the only place that knows how several become one answer.

use proc_macro2::Span;

/// Errors found so far. Must be [`finish`](Self::finish)ed: dropping it would lose them.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Option<syn::Error>,
    finished: bool,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    pub(crate) fn say(&mut self, span: Span, words: impl std::fmt::Display) {
        self.push(syn::Error::new(span, words));
    }

    /// The value of `step`, whose mistakes join the others.
    pub(crate) fn take<T>(&mut self, step: syn::Result<T>) -> Option<T> {
        step.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn finish<T>(mut self, value: T) -> syn::Result<T> {
        self.finished = true;
        self.errors.take().map_or(Ok(value), Err)
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        let lost = !self.finished && !std::thread::panicking();
        assert!(!lost, "diagnostics were dropped unfinished");
    }
}
