//! What befalls a Redis.

mod cases;
mod data;
mod server;
