//! Names as they came: which may be shown, and which known one was meant.

/// The name, unless it may be a value in the wrong place, or would forge a line of the log.
pub(super) fn plain(name: &str) -> &str {
    let tame = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if name.len() <= 40 && name.bytes().all(tame) { name } else { "?" }
}

pub(super) fn like(key: &str, known: &[&'static str]) -> Option<&'static str> {
    let near = known.iter().map(|known| (distance(key, known), *known));
    near.filter(|(distance, known)| *distance <= 2 && *distance < known.len()).min().map(|n| n.1)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let (mut diagonal, mut left) = (i, i + 1);
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let changed = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = changed.min(*cell + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_guessed_and_no_others() {
        let known = ["leeway", "issuer", "issue", "kid"];
        for (typed, meant) in [
            ("leewya", Some("leeway")),
            ("leway", Some("leeway")),
            ("issuers", Some("issuer")),
            ("isue", Some("issue")),
            ("kit", Some("kid")),
            ("", None),
            ("abc", None),
            ("something_else", None),
        ] {
            assert_eq!(like(typed, &known), meant, "{typed}");
        }
    }

    #[test]
    fn a_name_that_may_be_a_key_or_a_forgery_is_not_shown() {
        assert_eq!(plain("max_ttl"), "max_ttl");
        for name in ["k4.local.abc", "a\nb", "schlüssel", &"a".repeat(41)] {
            assert_eq!(plain(name), "?");
        }
    }
}
