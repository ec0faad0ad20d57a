//! How long answers took, and what they were.

use std::time::{Duration, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// Needs the store's word.
    Guarded,
    /// Needs none: no guard, a guard that does not ask, or a token that is none.
    Free,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) route: Route,
    pub(crate) sent: Instant,
    pub(crate) took: Duration,
    /// 0 if no answer came.
    pub(crate) status: u16,
}

/// From one instant to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span(pub(crate) Instant, pub(crate) Instant);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Speed {
    pub(crate) count: usize,
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
}

#[derive(Debug, Default)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

impl Samples {
    fn during<'s>(&'s self, spans: &'s [Span]) -> impl Iterator<Item = &'s Sample> {
        let is_in = |sample: &&Sample| {
            spans.iter().any(|Span(from, to)| (*from..*to).contains(&sample.sent))
        };
        self.0.iter().filter(is_in)
    }

    /// How long the middle one took, and the one that 99 of 100 stayed below; zero if there are
    /// none.
    pub(crate) fn speed(&self, route: Route, spans: &[Span]) -> Speed {
        let of_route = self.during(spans).filter(|sample| sample.route == route);
        let mut all: Vec<_> = of_route.map(|sample| sample.took).collect();
        all.sort();
        let at = |percent| all.get(all.len() * percent / 100).copied().unwrap_or_default();
        Speed { count: all.len(), median: at(50), p99: at(99) }
    }

    pub(crate) fn count(&self, status: u16, spans: &[Span]) -> usize {
        self.during(spans).filter(|sample| sample.status == status).count()
    }

    pub(crate) fn rate(&self, spans: &[Span]) -> f64 {
        let length: Duration = spans.iter().map(|Span(from, to)| *to - *from).sum();
        self.during(spans).count() as f64 / length.as_secs_f64()
    }

    /// How long after an instant the last refusal was asked for; `None` if nothing of what needs the
    /// store has been let in since.
    pub(crate) fn recovery(&self, since: Instant) -> Option<Duration> {
        let later = || {
            let later = self.0.iter().filter(|sample| sample.sent >= since);
            later.filter(|sample| sample.route == Route::Guarded)
        };
        later().find(|sample| sample.status == 200)?;
        let refused = later().filter(|sample| sample.status == 503).map(|sample| sample.sent);
        Some(refused.max().map_or(Duration::ZERO, |last| last - since))
    }
}
