//! Room to decode a token in, used again and again: what is refused costs no allocation.

use std::cell::Cell;

/// What is kept for the next token; a longer one is freed.
const LONGEST: usize = 16 * 1024;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Bytes as they travel: signed or encrypted, never a decrypted payload nor a key, so they need not
/// be wiped.
pub(super) struct Buffer(pub(super) Vec<u8>);

impl Buffer {
    pub(super) fn empty() -> Self {
        let mut bytes = SPARE.take();
        bytes.clear();
        Self(bytes)
    }

    /// Frees the room: what stands there was not to be kept.
    pub(super) fn discard(&mut self) {
        self.0 = Vec::new();
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.0);
        // Who panics has not come as far as to encrypt or to discard.
        if bytes.capacity() <= LONGEST && !std::thread::panicking() {
            // Fails only while the thread itself goes.
            let _ = SPARE.try_with(|spare| spare.set(bytes));
        }
    }
}
