//! Which tokens count no longer, although they are authentic and have not expired.

mod end;
mod file;
mod id;
mod memory;
mod places;
mod store;
mod subjects;
mod tokens;
mod until;

#[cfg(test)]
mod tests;

pub use file::{FileStore, FileStoreError};
pub use memory::MemoryStore;
pub use store::{Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture};
