//! Which tokens count no longer, although they are authentic and have not expired.

mod changes;
mod consumption;
mod end;
mod families;
mod file;
mod graces;
mod id;
mod memory;
mod places;
mod shelves;
mod single_use;
mod store;
mod subjects;
mod tokens;
mod until;

#[cfg(test)]
mod tests;

pub use changes::{Announcer, Changes};
pub use consumption::{Consumed, Consumption, FamilyRecord, Grace};
pub use file::{FileStore, FileStoreError};
pub use memory::MemoryStore;
pub use store::{Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture};
