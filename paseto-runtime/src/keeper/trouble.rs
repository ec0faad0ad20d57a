//! What goes wrong again and again, said once in a while.

use std::time::{Duration, Instant};

const SILENCE: Duration = Duration::from_secs(60);

/// What went wrong last, and when that was said.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    what: Option<String>,
    said: Option<Instant>,
}

impl Trouble {
    /// Whether it is to be said: at first, when it changes, and then once a minute.
    pub(super) fn is_news(&mut self, what: &str) -> bool {
        let is_same = self.what.as_deref() == Some(what);
        let is_recent = self.said.is_some_and(|said| said.elapsed() < SILENCE);
        if is_same && is_recent {
            return false;
        }
        self.what = Some(what.to_owned());
        self.said = Some(Instant::now());
        true
    }

    /// Whether there was any.
    pub(super) fn is_over(&mut self) -> bool {
        self.said = None;
        self.what.take().is_some()
    }

    pub(super) fn what(&self) -> Option<&str> {
        self.what.as_deref()
    }
}
