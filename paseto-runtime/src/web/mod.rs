//! Everything that knows actix: where a token is found, when a handler runs, what a client is told.

mod admission;
mod body;
mod builder;
mod challenge;
mod extract;
mod gate;
mod guard;
mod install;
mod locate;
mod paseto;
mod policy;
mod refusal;
pub mod render;
mod respond;
mod revocations;
mod stores;
#[cfg(feature = "ws")]
mod websocket;

pub use builder::PasetoBuilder;
pub use extract::Claims;
pub use guard::{Guarded, GuardedFuture};
pub use paseto::Paseto;
pub use policy::Policy;
pub use refusal::Refusal;
pub use revocations::Revocations;
#[cfg(feature = "ws")]
pub use websocket::{Message, Socket, SocketClosed, SocketSender, WebSocket};
