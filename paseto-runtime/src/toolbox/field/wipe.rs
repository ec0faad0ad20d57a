//! JSON that leaves no copies behind.

use std::io::{self, Write};

use serde::Serialize;
use zeroize::Zeroizing;

pub(super) fn to_json(value: &(impl Serialize + ?Sized)) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    let mut buffer = WipedBuffer(Zeroizing::new(Vec::with_capacity(256)));
    serde_json::to_writer(&mut buffer, value)?;
    Ok(buffer.0)
}

/// A plain `Vec` that grows frees its old memory as it is.
struct WipedBuffer(Zeroizing<Vec<u8>>);

impl Write for WipedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len().saturating_add(bytes.len());
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.saturating_mul(2)));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
