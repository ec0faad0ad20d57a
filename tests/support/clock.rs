//! A clock set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use actix_paseto::time::{Clock, Timestamp};

/// Some noon, in milliseconds since 1970, on a whole second.
pub(crate) const NOON: u64 = 1_800_000_000_000;

#[derive(Debug, Clone)]
pub(crate) struct HandClock(Arc<AtomicU64>);

impl HandClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicU64::new(NOON)))
    }

    pub(crate) fn clock(&self) -> Clock {
        let millis = Arc::clone(&self.0);
        Clock::from_fn(move || system(millis.load(Ordering::SeqCst)))
    }

    pub(crate) fn set(&self, millis: u64) {
        self.0.store(millis, Ordering::SeqCst);
    }

    pub(crate) fn forward(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

fn system(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

/// An instant as it stands in a token, with milliseconds.
pub(crate) fn rfc3339(millis: u64) -> String {
    Timestamp::from_system(system(millis)).expect("in the calendar").to_micros_text()
}
