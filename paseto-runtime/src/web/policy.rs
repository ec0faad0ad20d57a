//! The type that stands for a route's policy.

use actix_web::HttpRequest;

use crate::policy::PolicySpec;
use crate::token::{ClaimsOf, Token};

/// What one route demands, as a type. Implemented by the attributes and by `policy!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy",
    label = "declare it with `policy! {{ {Self}: … }}`"
)]
pub trait Policy: 'static {
    /// The custom claims it reads.
    type Claims: ClaimsOf;
    /// The attribute that it is for.
    type Mode;
    /// What it demands, as data.
    const SPEC: PolicySpec;
    /// The value of `assertion = EXPR`; empty for every other source.
    const ASSERTION: &'static [u8] = &[];
    /// Whether a body may be read for the token. Without an attribute it may not: the other
    /// parameters of the handler already hold what is left of it.
    const READS_BODY: bool = true;

    /// `assertion = with(FN)`.
    #[must_use]
    fn assertion_from(_: &HttpRequest) -> Option<Vec<u8>> {
        None
    }

    /// `from(with(FN))`.
    #[must_use]
    fn token_from(_: &HttpRequest) -> Option<Vec<u8>> {
        None
    }

    /// `require = EXPR`.
    #[must_use]
    fn requirement(_: &<Self::Claims as ClaimsOf>::Set, _: &Token, _: &HttpRequest) -> bool {
        true
    }
}
