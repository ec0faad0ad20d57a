//! A real Redis: one server, one with replicas under Sentinels, or a cluster.

mod cluster;
mod home;
mod options;
mod sentinels;
mod server;

pub use cluster::Cluster;
pub use home::{Home, program};
pub use options::{Options, Password, certify};
pub use sentinels::Watched;
pub use server::{Redis, free_port};
