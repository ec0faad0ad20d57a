//! What befalls a PostgreSQL.

mod cases;
mod data;
mod failover;
mod server;
