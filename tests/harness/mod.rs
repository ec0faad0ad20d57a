//! Programs under `examples/`, started as an operator would, and clients that talk to them.

#![allow(dead_code, unused_imports, reason = "each test program uses a part of it")]

mod app;
mod http;
mod socket;

pub use app::{App, Finished};
pub use http::{Pair, Reply, Request};
pub use socket::{Socket, handshake};

/// The token with one character of its payload changed.
pub fn forged(token: &str) -> String {
    let at = token.len() / 2;
    let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}

/// The same as a client's clock sees it pass.
pub fn wait(seconds: f32) {
    std::thread::sleep(std::time::Duration::from_secs_f32(seconds));
}
