#![doc = include_str!("../README.md")]

/// Lets in a live access token: the guard runs before anything of the request is read.
///
/// The arguments are listed in the [crate's documentation](crate#the-attributes).
///
/// ```
/// use actix_paseto::prelude::*;
/// use actix_web::{post, web::Json};
///
/// #[derive(serde::Serialize, serde::Deserialize, Claims)]
/// struct User {
///     role: String,
/// }
///
/// #[post("/transfer")]
/// #[paseto_required(fresh, assertion = "tenant-alpha", require = claims.role == "clerk")]
/// async fn transfer(user: Claims<User>, amount: Json<u32>) -> String {
///     format!("{} for a {}", amount, user.role)
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::paseto_required;

/// Lets in a live refresh token, and no other.
///
/// ```
/// use actix_paseto::prelude::*;
/// use actix_web::post;
///
/// #[post("/refresh")]
/// #[refresh_required]
/// async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
///     Ok(issuer.pair(token.subject().clone()).issue()?)
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::refresh_required;

/// Lets in who brings no token, and who brings a live access token; a bad one is 401, unless
/// `lenient`.
///
/// ```
/// use actix_paseto::prelude::*;
/// use actix_web::get;
///
/// #[get("/hello")]
/// #[paseto_optional]
/// async fn hello(token: Option<Token>) -> String {
///     token.map_or("hello".into(), |token| format!("hello {}", token.subject()))
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::paseto_optional;

/// Lets anyone in, and says why for the audit.
///
/// ```
/// use actix_paseto::prelude::*;
/// use actix_web::get;
///
/// #[get("/healthz")]
/// #[paseto_public(reason = "the load balancer has no token")]
/// async fn healthz() -> &'static str {
///     "ok"
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::paseto_public;

/// On a module: every route function in it that names no attribute of ours gets
/// `#[paseto_required(…)]` with these arguments.
///
/// It also sees what an attribute on the function cannot: a sibling above the guard that drops it.
///
/// ```
/// use actix_paseto::prelude::*;
///
/// #[paseto_guarded(scopes("admin"))]
/// mod admin {
///     use actix_web::get;
///
///     #[get("/users")]
///     pub async fn users() -> &'static str {
///         "alice, bob"
///     }
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::paseto_guarded;

/// Declares named policies, for `policy = NAME` and for handlers inside an `impl` block.
///
/// ```
/// use actix_paseto::prelude::*;
///
/// actix_paseto::policy! {
///     /// Who may change prices.
///     pub Pricing: fresh, scopes("prices:write");
///     pub Renewal: refresh
/// }
///
/// struct Prices;
///
/// impl Prices {
///     #[paseto_required(policy = Pricing)]
///     async fn change() -> &'static str {
///         "changed"
///     }
/// }
/// # fn main() {}
/// ```
pub use paseto_macros::policy;

/// Types the custom claims of a token. Beside `Serialize` and `Deserialize`.
///
/// ```
/// use actix_paseto::Claims;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Claims)]
/// struct Staff {
///     #[claim(one_of("clerk", "manager"))]
///     role: String,
///     #[claim(range(1..=5))]
///     level: u8,
///     #[claim(scopes)]
///     grants: Vec<String>,
/// }
/// ```
pub use paseto_macros::Claims;

pub use paseto_runtime::web::{Refusal, render};
pub use paseto_runtime::{
    AuditEvent, Audited, Claims, Health, IssueError, IssuedToken, Issuer, KeyHealth, KeyRevocation,
    KeyStatus, LiveFamily, Paseto, PasetoBuilder, ProfileHealth, ProfileKeyStatus, ResumeError,
    Revocations, RotateError, Rotation, SessionError, Token, TokenPair,
};
pub use paseto_runtime::{
    claims, codec, config, error, issue, key, kind, outgoing, policy, revocation, secret, secrets,
    time, token, web,
};

#[cfg(any(feature = "toolbox", feature = "fernet", feature = "tpm"))]
pub use paseto_runtime::toolbox;

#[cfg(all(doctest, feature = "toolbox"))]
#[doc = include_str!("../docs/toolbox.md")]
mod toolbox_page {}

#[cfg(doctest)]
#[doc = include_str!("../docs/key-management.md")]
mod key_management_page {}

#[cfg(feature = "ws")]
pub use paseto_runtime::WebSocket;

#[doc(hidden)]
pub use paseto_runtime::__private;

/// Everything that a file with guarded handlers usually names.
pub mod prelude {
    #[cfg(feature = "ws")]
    pub use crate::WebSocket;
    pub use crate::{
        Claims, Issuer, Paseto, Revocations, Token, TokenPair, paseto_guarded, paseto_optional,
        paseto_public, paseto_required, refresh_required,
    };
}
