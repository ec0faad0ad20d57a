//! What has been made of a token so far, each thing once.

use std::any::Any;
use std::sync::Arc;

use once_cell::race::OnceBox;

/// A thing of any type.
type Thing = Arc<dyn Any + Send + Sync>;

/// A list that only grows, found by type: a handful of things at most, as many as a program has
/// types of claims. One word while there is nothing.
#[derive(Default)]
pub(super) struct Made(OnceBox<Node>);

struct Node {
    thing: Thing,
    rest: Made,
}

impl Made {
    pub(super) fn find<T: Any>(&self, is_it: impl Fn(&T) -> bool) -> Option<&Thing> {
        let mut list = self;
        while let Some(node) = list.0.get() {
            if node.thing.downcast_ref::<T>().is_some_and(&is_it) {
                return Some(&node.thing);
            }
            list = &node.rest;
        }
        None
    }

    /// The thing of this type, made unless it is there.
    pub(super) fn of<T: Any + Send + Sync>(
        &self,
        is_it: impl Fn(&T) -> bool,
        make: impl Fn() -> T,
    ) -> &T {
        loop {
            let found = self.find(&is_it).and_then(|thing| thing.downcast_ref());
            if let Some(thing) = found {
                return thing;
            }
            self.add(Arc::new(make()));
        }
    }

    /// Two threads may add the same; what was first is found.
    pub(super) fn add(&self, thing: Thing) {
        let mut list = self;
        let mut node = Box::new(Node { thing, rest: Self::default() });
        while let Err(back) = list.0.set(node) {
            node = back;
            let Some(taken) = list.0.get() else { return };
            list = &taken.rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn each_thing_is_made_once_and_found_by_its_type() {
        let made = Made::default();
        let count = AtomicUsize::new(0);
        let number = |n: usize| {
            *made.of(
                |known| *known == n,
                || {
                    count.fetch_add(1, Ordering::Relaxed);
                    n
                },
            )
        };
        assert_eq!([number(1), number(2), number(1)], [1, 2, 1]);
        assert_eq!(made.of(|_: &String| true, || "text".to_owned()), "text");
        assert_eq!(count.into_inner(), 2);
        assert!(made.find::<u8>(|_| true).is_none());
    }

    #[test]
    fn many_threads_agree() {
        let made = Made::default();
        std::thread::scope(|scope| {
            for own in 0..8_u64 {
                let made = &made;
                scope.spawn(move || {
                    for n in 0..50_u64 {
                        assert_eq!(*made.of(|known| *known == n, || n), n, "thread {own}");
                    }
                });
            }
        });
    }
}
