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
    AlwaysAuthenticates, AnyParam, Covers, DeclaredAs, Optional, Param, Refresh, Required,
    Verifies, declared_as, is_extractor,
};
pub use crate::claims::rules::{check_len, check_one_of, check_range, check_with};
pub use crate::claims::{AnyClaims, ClaimSet};
pub use crate::error::ClaimError;
pub use crate::kind::Purpose;
pub use crate::policy::{AssertionSource, PolicySpec, Site, Source};
pub use crate::token::{ClaimsOf, Exactly, Token};
pub use crate::web::{Guarded, Policy};
pub use crate::{declare, guard_was_removed, site};

/// The parameters of a handler whose guard has passed.
pub fn into_args<P, A>(guarded: Guarded<P, A>) -> A {
    guarded.into_args()
}

/// Where an attribute stands.
#[doc(hidden)]
#[macro_export]
macro_rules! site {
    ($name:literal) => {
        $crate::policy::Site {
            module: ::core::module_path!(),
            name: $name,
            file: ::core::file!(),
            line: ::core::line!(),
        }
    };
}

/// Lets the start-up check find a policy.
#[doc(hidden)]
#[macro_export]
macro_rules! declare {
    ($spec:expr) => {
        $crate::__private::inventory::submit! { $crate::policy::Declared($spec) }
    };
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
