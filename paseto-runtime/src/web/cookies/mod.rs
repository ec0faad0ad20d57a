//! Tokens in cookies: reading them out of a request, setting and clearing them in a response.

mod cleared;
mod issue;
mod read;
mod response;
mod session;
#[cfg(test)]
mod tests;
mod write;

pub use cleared::ClearedCookies;
pub(super) use issue::cookies;
pub(super) use read::value_of;
pub(super) use response::is_set_on;
use session::CookieTokens;
pub use session::SessionCookies;
use write::CookieError;
