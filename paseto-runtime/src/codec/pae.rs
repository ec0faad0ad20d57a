//! PAE: what is authenticated, in the one form that cannot be read in two ways (Common, "PAE").

/// Hands a digest the pieces one after the other, so that they are never copied together.
pub(super) fn feed<const N: usize>(pieces: [&[u8]; N], mut sink: impl FnMut(&[u8])) {
    sink(&le64(N));
    for piece in pieces {
        sink(&le64(piece.len()));
        sink(piece);
    }
}

/// The highest bit is cleared for languages without unsigned integers.
fn le64(length: usize) -> [u8; 8] {
    (u64::try_from(length).unwrap_or(u64::MAX) & (u64::MAX >> 1)).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pae<const N: usize>(pieces: [&[u8]; N]) -> Vec<u8> {
        let mut fed = Vec::new();
        feed(pieces, |bytes| fed.extend_from_slice(bytes));
        fed
    }

    /// The examples of the specification.
    #[test]
    fn pieces_are_counted_and_measured() {
        assert_eq!(pae([]), [0; 8]);
        assert_eq!(pae([b""]), b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        assert_eq!(pae([b"test"]), b"\x01\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0test");
        assert_ne!(pae([b"ab", b"c"]), pae([b"a", b"bc"]));
        assert_ne!(pae([b"a", b""]), pae([b"a"]));
    }
}
