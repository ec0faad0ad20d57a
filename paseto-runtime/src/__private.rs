//! What generated code may name. It may change in any patch release.

#![allow(missing_docs, reason = "hidden, and named by generated code alone")]

mod constant;
mod flattened;
mod on_websocket;
mod param;

pub use ::actix_web::HttpRequest;
pub use ::inventory;
pub use ::serde::de::DeserializeOwned;

pub use self::constant::{ConstBytes, owned_bytes};
pub use self::flattened::Flattened;
pub use self::on_websocket::OnWebSocket;
pub use self::param::{
    AlwaysAuthenticates, AnyParam, Covers, DeclaredAs, Param, Verifies, declared_as, param,
};
pub use crate::claims::rules::{check_len, check_one_of, check_range, check_with};
pub use crate::claims::{AnyClaims, ClaimSet};
pub use crate::error::ClaimError;
pub use crate::guard_was_removed;
pub use crate::kind::Purpose;
pub use crate::policy::{AssertionSource, Declared, PolicySpec, Site, Source};
pub use crate::token::{ClaimsOf, Exactly, Token};
pub use crate::web::mode::{Optional, Public, Refresh, Required};
pub use crate::web::{Guarded, Policy};

/// The parameters of a handler whose guard has passed.
pub fn into_args<P, A>(guarded: Guarded<P, A>) -> A {
    guarded.into_args()
}

/// What the start-up check finds.
#[must_use]
pub const fn declared<P: Policy>() -> Declared {
    Declared::of(&P::SPEC)
}

/// Where a policy of `#[paseto_required]` begins.
#[must_use]
#[track_caller]
pub const fn required(name: &'static str, module: &'static str) -> PolicySpec {
    PolicySpec::required(Site::here(name, module))
}

/// Where a policy of `#[refresh_required]` begins.
#[must_use]
#[track_caller]
pub const fn refresh(name: &'static str, module: &'static str) -> PolicySpec {
    PolicySpec::refresh(Site::here(name, module))
}

/// Where a policy of `#[paseto_optional]` begins.
#[must_use]
#[track_caller]
pub const fn optional(name: &'static str, module: &'static str) -> PolicySpec {
    PolicySpec::optional(Site::here(name, module))
}

/// The policy of `#[paseto_public]`.
#[must_use]
#[track_caller]
pub const fn public(name: &'static str, module: &'static str, reason: &'static str) -> PolicySpec {
    PolicySpec::public(Site::here(name, module), reason)
}

/// Stands in a handler's body until its guard has been written.
#[doc(hidden)]
#[macro_export]
macro_rules! guard_was_removed {
    () => {
        ::core::compile_error!(
            "another attribute macro removed the PASETO guard: put it directly above `async fn`"
        )
    };
}
