//! A text with the shape of a PASETO that this route accepts.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::{BearerToken, KeySet, Limits, Spot};
use crate::codec::Shape;
use crate::error::{Rejection, ShapeError};

/// A well-formed token, nothing in it believed.
pub struct UntrustedToken {
    shape: Shape,
    place: Spot,
}

impl UntrustedToken {
    /// Length first: everything after it costs time in proportion.
    pub(crate) fn parse(bearer: BearerToken<'_>, limits: &Limits<'_>) -> Result<Self, Rejection> {
        let (text, place) = bearer.into_parts()?;
        let shape = if limits.base64 {
            unwrap_base64(&text, limits).and_then(|inner| shape_of(&inner, limits))
        } else {
            shape_of(&text, limits)
        };
        Ok(Self { shape: shape.map_err(Rejection::Malformed)?, place })
    }

    /// Whether a key that these do not hold may have made it.
    pub(crate) fn may_lack_key_in(&self, keys: &KeySet) -> bool {
        keys.may_lack_key_of(&self.shape)
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(super) fn into_parts(self) -> (Shape, Spot) {
        (self.shape, self.place)
    }
}

impl fmt::Debug for UntrustedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UntrustedToken([REDACTED] from {})", *self.place)
    }
}

fn shape_of(text: &[u8], limits: &Limits<'_>) -> Result<Shape, ShapeError> {
    if !limits.fits(text) {
        return Err(ShapeError::TooLong);
    }
    // Where it was found, it was looked at.
    let text = std::str::from_utf8(text).map_err(|_| ShapeError::Encoding)?;
    Shape::parse(text, limits.accepts)
}

/// Exactly one layer, strictly decoded: a lenient decoder would give one token many spellings.
fn unwrap_base64(text: &[u8], limits: &Limits<'_>) -> Result<Vec<u8>, ShapeError> {
    if !limits.fits_wrapped(text) {
        return Err(ShapeError::TooLong);
    }
    let bytes = STANDARD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text)).ok();
    bytes.filter(|bytes| std::str::from_utf8(bytes).is_ok()).ok_or(ShapeError::NotWrapped)
}
