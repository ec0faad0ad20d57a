//! The names of one JSON object: has this one come before?

use std::borrow::Cow;

/// Members of most objects.
const USUAL: usize = 16;

/// All so far. The bounds of whoever reads keep them few.
#[derive(Default)]
pub(super) struct Names<'de> {
    first: [&'de str; USUAL],
    /// How many of `first` there are.
    taken: usize,
    /// Those with escapes, and what is more than usual.
    others: Vec<Cow<'de, str>>,
    /// A bit for each: of most names it tells at once that they have not come.
    marks: u64,
}

impl<'de> Names<'de> {
    pub(super) fn len(&self) -> usize {
        self.taken.saturating_add(self.others.len())
    }

    /// False if it has come before.
    pub(super) fn add(&mut self, name: Cow<'de, str>) -> bool {
        let mark = mark(&name);
        if self.marks & mark != 0 && self.has(&name) {
            return false;
        }
        self.marks |= mark;
        match (name, self.first.get_mut(self.taken)) {
            (Cow::Borrowed(name), Some(place)) => {
                *place = name;
                self.taken = self.taken.saturating_add(1);
            }
            (name, _) => self.others.push(name),
        }
        true
    }

    fn has(&self, name: &str) -> bool {
        self.first.iter().take(self.taken).any(|known| *known == name)
            || self.others.iter().any(|known| known == name)
    }
}

/// Chosen so that the registered names, and those that are usual besides, differ.
fn mark(name: &str) -> u64 {
    let (first, last) = match name.as_bytes() {
        [first, .., last] => (*first, *last),
        [only] => (*only, *only),
        [] => (0, 0),
    };
    let mixed = usize::from(first) + 2 * usize::from(last) + 14 * name.len();
    1 << (mixed % 64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let all: Vec<_> = (0..64).map(|n| format!("{}{n}", ["", "a", "é"][n % 3])).collect();
        let mut names = Names::default();
        for (n, name) in all.iter().enumerate() {
            assert_eq!(names.len(), n);
            let borrowed = Cow::Borrowed(name.as_str());
            assert!(names.add(if n % 5 == 0 { Cow::Owned(name.clone()) } else { borrowed }));
            let mut again = all.iter().take(n + 1);
            assert!(again.all(|name| !names.add(Cow::Borrowed(name))));
        }
        assert!(names.add(Cow::Borrowed("")) && !names.add(Cow::Borrowed("")));
    }
}
