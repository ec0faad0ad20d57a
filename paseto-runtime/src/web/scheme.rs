//! The configured scheme, for answers: made once a thread, so that a refusal copies no name.

use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    static LAST: RefCell<Option<Arc<str>>> = const { RefCell::new(None) };
}

pub(super) fn shared(name: &str) -> Arc<str> {
    LAST.with_borrow_mut(|last| match last {
        Some(known) if **known == *name => Arc::clone(known),
        Some(_) | None => Arc::clone(last.insert(name.into())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_the_one_that_was_asked_for() {
        for name in ["Bearer", "Token", "Token", "Bearer", ""] {
            assert_eq!(*shared(name), *name);
        }
        assert!(Arc::ptr_eq(&shared("Bearer"), &shared("Bearer")));
    }
}
