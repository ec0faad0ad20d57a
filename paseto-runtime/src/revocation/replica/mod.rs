//! A copy of a shared store in this process: the hot path asks nobody.

mod bell;
mod copies;
mod copy;
mod follower;
mod store;

#[cfg(test)]
mod tests;

pub use store::ReplicaStore;
