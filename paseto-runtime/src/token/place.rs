//! The places where most tokens stand, each made once a thread: a request copies no name.

use std::cell::RefCell;
use std::sync::Arc;

use crate::error::Place;

thread_local! {
    static HEADER: RefCell<Option<Arc<Place>>> = const { RefCell::new(None) };
    static COOKIE: RefCell<Option<Arc<Place>>> = const { RefCell::new(None) };
}

/// The header of this name.
pub(crate) fn header(name: &str) -> Arc<Place> {
    let is_it = |place: &Place| matches!(place, Place::Header(known) if known == name);
    HEADER.with(|last| again(last, is_it, || Place::Header(name.to_owned())))
}

/// The cookie of this name.
pub(crate) fn cookie(name: &str) -> Arc<Place> {
    let is_it = |place: &Place| matches!(place, Place::Cookie(known) if known == name);
    COOKIE.with(|last| again(last, is_it, || Place::Cookie(name.to_owned())))
}

fn again(
    last: &RefCell<Option<Arc<Place>>>,
    is_it: impl Fn(&Place) -> bool,
    make: impl Fn() -> Place,
) -> Arc<Place> {
    let mut last = last.borrow_mut();
    match &*last {
        Some(place) if is_it(place) => Arc::clone(place),
        Some(_) | None => Arc::clone(last.insert(Arc::new(make()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_one_that_was_asked_for() {
        for name in ["a", "b", "b", "a"] {
            assert_eq!(*header(name), Place::Header(name.to_owned()));
            assert_eq!(*cookie(name), Place::Cookie(name.to_owned()));
        }
        assert!(Arc::ptr_eq(&header("a"), &header("a")));
    }
}
