//! Everything that knows actix: where a token is found, when a handler runs, what a client is told.

mod admission;
mod body;
mod builder;
mod challenge;
mod cookies;
mod csrf;
mod due;
mod endpoints;
mod extract;
mod gate;
mod guard;
mod health;
mod in_time;
mod install;
mod keys;
mod locate;
#[doc(hidden)]
pub mod mode;
mod open_store;
mod origin;
mod paseto;
mod policy;
#[cfg(feature = "ws")]
mod present;
mod recent;
mod refusal;
pub mod render;
mod respond;
mod resume;
mod revocations;
mod sessions;
mod sliding;
mod stores;
mod usage;
mod waiting;
#[cfg(feature = "ws")]
mod websocket;

pub use builder::PasetoBuilder;
pub use cookies::{ClearedCookies, SessionCookies};
pub use csrf::SameOrigin;
pub use extract::Claims;
pub use guard::{Guarded, GuardedFuture};
pub use health::{Health, KeyHealth, ProfileHealth};
pub use paseto::Paseto;
pub use policy::Policy;
pub use refusal::Refusal;
pub use resume::ResumeError;
pub use revocations::Revocations;
pub use sessions::{LiveFamily, SessionError};
pub use sliding::{Sliding, SlidingSessions};
#[cfg(feature = "ws")]
pub use websocket::{Message, Socket, SocketClosed, SocketSender, WebSocket};
