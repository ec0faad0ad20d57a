//! WebSockets that end with their token.
//!
//! An open socket closes by itself when its token expires, and when that token, its family or its
//! subject is revoked: at once where the store announces revocations
//! ([`RevocationStore::changes`](crate::revocation::RevocationStore::changes)), else within
//! `websocket.recheck`. [`Socket::present`] lets a client bring another token before that.
//!
//! Each close says why: [`Socket`] lists the codes and reasons, from 1000 to 1013.

mod life;
mod origin;
mod race;
mod sender;
mod socket;
mod upgrade;
mod verdict;
mod watcher;

pub use actix_ws::AggregatedMessage as Message;
pub use sender::{SocketClosed, SocketSender};
pub use socket::Socket;
pub use upgrade::WebSocket;
