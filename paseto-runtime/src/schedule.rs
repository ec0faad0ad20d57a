//! When to try again: jitter, so that many processes do not ask at once, and backoff.

use std::time::Duration;

const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// When something that must stay fresh is fetched next. Pure arithmetic: it neither waits nor asks
/// the time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schedule {
    failures: u32,
}

impl Schedule {
    /// After a good fetch: the interval, up to a tenth sooner.
    pub(crate) fn after_success(&mut self, interval: Duration) -> Duration {
        self.failures = 0;
        interval.saturating_sub(up_to(interval / 10))
    }

    /// After a failed one: 1 s, doubled up to 60 s, half of it by chance; never longer than the
    /// interval.
    pub(crate) fn after_failure(&mut self, interval: Duration) -> Duration {
        let doubled = FIRST_RETRY.saturating_mul(1 << self.failures.min(6));
        self.failures = self.failures.saturating_add(1);
        let longest = doubled.min(LONGEST_RETRY).min(interval);
        longest.saturating_sub(up_to(longest / 2))
    }
}

/// By chance; without the system's generator always nothing, which is no harm here.
fn up_to(most: Duration) -> Duration {
    let share = getrandom::u32().unwrap_or_default();
    most.mul_f64(f64::from(share) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successes_keep_the_interval_and_failures_double_up_to_it() {
        let minute = Duration::from_secs(60);
        let mut schedule = Schedule::default();
        for _ in 0..1_000 {
            let next = schedule.after_success(minute);
            assert!((minute * 9 / 10..=minute).contains(&next), "{next:?}");
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            let next = schedule.after_failure(minute);
            let most = Duration::from_secs(seconds);
            assert!((most / 2..=most).contains(&next), "{seconds}: {next:?}");
        }
        schedule.after_success(minute);
        assert!(schedule.after_failure(minute) <= FIRST_RETRY);
        for _ in 0..100 {
            assert!(schedule.after_failure(Duration::from_secs(3)) <= Duration::from_secs(3));
        }
    }
}
