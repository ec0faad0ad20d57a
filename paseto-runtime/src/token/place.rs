//! The places where most tokens stand, each made once a thread: a request copies no name.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use crate::error::Place;

/// Where a token stood.
#[derive(Debug, Clone)]
pub(crate) enum Spot {
    /// Most of them: one for all, which nobody counts.
    Authorization,
    At(Arc<Place>),
}

const AUTHORIZATION: &str = "Authorization";

impl Spot {
    pub(crate) fn header(name: &str) -> Self {
        if name == AUTHORIZATION { Self::Authorization } else { Self::At(header(name)) }
    }

    pub(super) fn shared(&self) -> Arc<Place> {
        match self {
            Self::Authorization => header(AUTHORIZATION),
            Self::At(place) => Arc::clone(place),
        }
    }
}

impl Deref for Spot {
    type Target = Place;

    fn deref(&self) -> &Place {
        static USUAL: LazyLock<Place> = LazyLock::new(|| Place::Header(AUTHORIZATION.to_owned()));
        match self {
            Self::Authorization => &USUAL,
            Self::At(place) => place,
        }
    }
}

impl From<Arc<Place>> for Spot {
    fn from(place: Arc<Place>) -> Self {
        Self::At(place)
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self::At(Arc::new(place))
    }
}

thread_local! {
    static SCHEME: RefCell<Option<Arc<str>>> = const { RefCell::new(None) };
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

/// The configured scheme, for answers.
pub(crate) fn scheme(name: &str) -> Arc<str> {
    SCHEME.with_borrow_mut(|last| match last {
        Some(known) if **known == *name => Arc::clone(known),
        Some(_) | None => Arc::clone(last.insert(name.into())),
    })
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
        for name in ["Authorization", "authorization", "X-Token"] {
            let spot = Spot::header(name);
            assert_eq!(*spot, Place::Header(name.to_owned()));
            assert_eq!(*spot.shared(), *spot);
        }
    }

    #[test]
    fn a_scheme_is_the_one_that_was_asked_for() {
        for name in ["Bearer", "Token", "Token", "Bearer", ""] {
            assert_eq!(*scheme(name), *name);
        }
        assert!(Arc::ptr_eq(&scheme("Bearer"), &scheme("Bearer")));
    }
}
