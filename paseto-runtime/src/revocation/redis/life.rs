//! Until when the server keeps an entry.

use std::time::Duration;

use crate::time::Timestamp;

/// What the server's clock and ours may differ by.
const MARGIN_MS: u128 = 60_000;

/// As the scripts take it: `-` is for ever.
#[derive(Debug, Clone)]
pub(super) struct Life {
    /// In microseconds since 1970.
    pub(super) keep_until: String,
    /// In milliseconds from now.
    pub(super) ttl: String,
}

impl Life {
    pub(super) fn until(keep_until: Option<Timestamp>, now: Timestamp) -> Self {
        let never = || "-".to_owned();
        let ttl = |end: Timestamp| (millis_up(end.since(now)) + MARGIN_MS).to_string();
        Self {
            keep_until: keep_until.map_or_else(never, |end| micros_up(end).to_string()),
            ttl: keep_until.map_or_else(never, ttl),
        }
    }
}

/// Rounded up: nothing ends too early.
pub(super) fn millis_up(span: Duration) -> u128 {
    span.as_nanos().div_ceil(1_000_000)
}

fn micros_up(at: Timestamp) -> u128 {
    at.since(Timestamp::MIN).as_nanos().div_ceil(1_000)
}

/// What [`Life::keep_until`] says; the outer `None` is for what is no end.
#[allow(clippy::option_option, reason = "an end that is not there, and one that cannot be read")]
pub(super) fn read_end(text: &str) -> Option<Option<Timestamp>> {
    if text == "-" {
        return Some(None);
    }
    Some(Timestamp::from_unix_micros(text.parse().ok()?))
}

pub(super) fn micros(at: Timestamp) -> String {
    at.to_unix_micros().to_string()
}

pub(super) fn read_micros(text: &str) -> Option<Timestamp> {
    Timestamp::from_unix_micros(text.parse().ok()?)
}
