//! Revocations in a Redis that several nodes share.

mod address;
mod change;
mod check;
mod consume;
mod core;
mod dial;
mod evictions;
mod families;
mod fitness;
mod follow;
mod keeper;
mod keys;
mod life;
mod link;
mod mask;
mod open;
mod resume;
mod scripts;
mod store;
mod tls;
mod told;
mod trouble;
mod wire;
mod witness;

pub use store::RedisStore;
