//! Durations as text: a whole number and one unit.

use std::time::Duration;

/// What a duration must be, in the words of an error.
pub(super) const FORM: &str = "a duration such as \"15m\" (units: ms, s, m, h, d, w)";

/// `None` for anything but digits and a unit, and for what no clock can count.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u64 = number.parse().ok()?;
    let seconds = match unit {
        "ms" => return Some(Duration::from_millis(number)),
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "w" => 7 * 24 * 60 * 60,
        _ => return None,
    };
    number.checked_mul(seconds).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit_is_a_duration() {
        for (text, millis) in [
            ("0s", 0),
            ("250ms", 250),
            ("1s", 1_000),
            ("015m", 900_000),
            ("2h", 7_200_000),
            ("30d", 2_592_000_000),
            ("1w", 604_800_000),
        ] {
            assert_eq!(parse(text), Some(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "s",
            "15",
            "15 m",
            " 15m",
            "15m ",
            "15M",
            "-1s",
            "+1s",
            "1.5h",
            "1h30m",
            "1y",
            "never",
            "٣s",
            "1µs",
            "18446744073709551616s",
            "18446744073709551615m",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
