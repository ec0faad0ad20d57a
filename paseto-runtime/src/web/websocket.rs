//! WebSockets that end with their token.

mod origin;
mod socket;
mod upgrade;

pub use actix_ws::AggregatedMessage as Message;
pub use socket::{Socket, SocketClosed, SocketSender};
pub use upgrade::WebSocket;
