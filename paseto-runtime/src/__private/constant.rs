//! Constants and functions in attributes, as bytes.

/// `assertion = EXPR`: a constant text or byte string, checked where it is declared.
#[derive(Debug)]
pub struct ConstBytes<T>(pub T);

impl ConstBytes<&'static str> {
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        filled(self.0.as_bytes())
    }
}

impl ConstBytes<&'static [u8]> {
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        filled(self.0)
    }
}

impl<const N: usize> ConstBytes<&'static [u8; N]> {
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        filled(self.0)
    }
}

const fn filled(bytes: &'static [u8]) -> &'static [u8] {
    // In a constant, so it is the compiler that stops.
    assert!(!bytes.is_empty(), "an empty assertion binds the token to nothing");
    bytes
}

/// What a `with(FN)` returned.
#[must_use]
pub fn owned_bytes(value: Option<impl AsRef<[u8]>>) -> Option<Vec<u8>> {
    value.map(|value| value.as_ref().to_vec())
}
