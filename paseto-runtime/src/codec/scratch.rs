//! Room for what has been decrypted, used again and again: wiped whenever it is given back.

use std::cell::Cell;

use zeroize::Zeroize as _;

/// What is kept for the next payload; a longer one is freed.
const LONGEST: usize = 16 * 1024;

/// Room for most payloads, and for what is put behind them.
const USUAL: usize = 1024;

thread_local! {
    /// A payload, and what is being made of it.
    static SPARE: [Cell<Vec<u8>>; 2] = const { [Cell::new(Vec::new()), Cell::new(Vec::new())] };
}

/// Bytes that nobody may find in memory later.
pub(crate) struct Scratch(pub(crate) Vec<u8>);

impl Scratch {
    /// With room behind it.
    pub(crate) fn copy_of(bytes: &[u8]) -> Self {
        let mut room = SPARE.try_with(spare).unwrap_or_default();
        room.reserve(bytes.len().saturating_mul(2).max(USUAL));
        room.extend_from_slice(bytes);
        Self(room)
    }

    /// Puts bytes behind the others. Where these must move, none stay behind.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        if self.0.capacity() - self.0.len() < bytes.len() {
            let mut larger = Vec::with_capacity(2 * (self.0.len() + bytes.len()));
            larger.extend_from_slice(&self.0);
            *self = Self(larger);
        }
        self.0.extend_from_slice(bytes);
    }
}

fn spare([first, second]: &[Cell<Vec<u8>>; 2]) -> Vec<u8> {
    let room = first.take();
    if room.capacity() > 0 { room } else { second.take() }
}

fn keep([first, second]: &[Cell<Vec<u8>>; 2], room: Vec<u8>) {
    let other = first.replace(room);
    if other.capacity() > 0 {
        second.set(other);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.0);
        if room.capacity() == 0 {
            return;
        }
        if room.capacity() > LONGEST || std::thread::panicking() {
            room.zeroize();
            return;
        }
        // What is kept can be read again, so that this is not optimized away.
        room.fill(0);
        room.clear();
        // Fails only while the thread itself goes.
        let _ = SPARE.try_with(|spare| keep(spare, room));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_empty_and_used_again() {
        let places = || {
            let both = [Scratch::copy_of(b"one"), Scratch::copy_of(b"two")];
            assert_eq!(both.each_ref().map(|room| room.0.as_slice()), [b"one", b"two"]);
            let mut places = both.each_ref().map(|room| room.0.as_ptr().addr());
            places.sort_unstable();
            places
        };
        assert_eq!(places(), places());
    }

    #[test]
    fn a_room_that_grows_is_wiped_where_it_was() {
        let mut room = Scratch::copy_of(b"a secret");
        let (small, more) = (room.0.as_ptr().addr(), vec![1; 2 * room.0.capacity()]);
        room.extend(&more);
        assert_eq!(room.0, [b"a secret".as_slice(), &more].concat());
        assert_ne!(room.0.as_ptr().addr(), small);
        let mut kept = SPARE.with(spare);
        assert_eq!(kept.as_ptr().addr(), small);
        kept.resize(8, 1);
        assert_eq!(kept, [1; 8]);
    }

    #[test]
    fn what_a_panic_leaves_is_not_kept() {
        let room = std::panic::catch_unwind(|| {
            let _room = Scratch::copy_of(b"a secret");
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(room.is_err());
        assert_eq!(SPARE.with(spare).capacity(), 0);
    }

    #[test]
    fn what_is_given_back_is_wiped() {
        drop(Scratch::copy_of(b"a secret"));
        let mut room = Scratch::copy_of(b"");
        room.0.resize(8, 1);
        assert_eq!(room.0, [1; 8]);
        drop(room);
        let kept = SPARE.with(spare);
        assert!(kept.is_empty() && kept.capacity() >= USUAL);
    }
}
