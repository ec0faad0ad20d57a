//! Without the feature: no fields, no code.

use std::time::Duration;

use super::{Operation, Outcome};
use crate::error::Code;
use crate::kind::TokenKind;

#[derive(Debug)]
pub(crate) struct Telemetry;

/// Measures nothing.
#[derive(Debug)]
pub(crate) struct Stopwatch;

#[allow(clippy::unused_self, reason = "the other one has something to tell")]
impl Telemetry {
    pub(crate) fn of(_: &str) -> Self {
        Self
    }

    pub(crate) const fn describe() {}

    pub(crate) const fn admitted(&self) {}

    pub(crate) const fn refused(&self, _: Code) {}

    pub(crate) const fn issued(&self, _: &TokenKind) {}

    pub(crate) const fn keys(&self, _: u64) {}

    pub(crate) const fn store(&self, _: Option<u64>, _: Option<Duration>) {}

    pub(crate) const fn start(&self) -> Stopwatch {
        Stopwatch
    }

    pub(crate) const fn asked(&self, _: Operation, _: Outcome, _: &Stopwatch) {}
}
