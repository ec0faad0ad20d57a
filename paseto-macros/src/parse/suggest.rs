//! The word that was probably meant.

/// The nearest of `known`, if it is near enough to be a slip of the fingers.
pub(crate) fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let allowed = (word.len() / 3).max(1);
    let near = known.iter().map(|&name| (distance(word, name), name)).min()?;
    (near.0 <= allowed).then_some(near.1)
}

/// ": did you mean `fresh`?", else what there is to choose from.
pub(crate) fn hint(word: &str, meant: &[&str], listed: &[&str]) -> String {
    match closest(word, meant) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected one of `{}`", listed.join("`, `")),
    }
}

/// Levenshtein's distance, one row at a time; swapped neighbours count as two.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut last = i + 1;
        for ((r, diagonal), above) in right.chars().zip(&row).zip(row.iter().skip(1)) {
            last = (last + 1).min(above + 1).min(diagonal + usize::from(l != r));
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn counts_the_edits() {
        assert_eq!(distance("frsh", "fresh"), 1);
        assert_eq!(distance("", "fresh"), 5);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(closest("frsh", &["fresh", "from"]), Some("fresh"));
        assert_eq!(closest("scope", &["scopes", "issuer"]), Some("scopes"));
        assert_eq!(closest("banana", &["fresh", "from"]), None);
    }
}
