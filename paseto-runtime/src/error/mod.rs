//! Why a request was turned away, and what a client is told of it.

mod code;
mod csrf;
mod expected;
mod payload;
mod place;
mod rejection;
mod shape;

pub use code::Code;
pub use csrf::CsrfFailure;
pub use expected::ExpectedKind;
pub use payload::{ClaimError, PayloadError};
pub use place::Place;
pub use rejection::Rejection;
pub use shape::{FooterError, ShapeError};
