//! The stores of one process.

use actix_paseto::revocation::{FileStore, MemoryStore};
use actix_paseto::time::Clock;

use crate::cases::conforms;
use crate::victim::Folder;

#[test]
fn memory() {
    conforms(&MemoryStore::new(1_000_000, Clock::system()));
}

#[test]
fn file() {
    let folder = Folder::new("conformance");
    conforms(&FileStore::open(folder.file(), 1_000_000, Clock::system()).unwrap());
}

/// What was said in another life of the file stands, and disturbs nobody.
#[test]
fn a_file_that_has_been_used() {
    let folder = Folder::new("conformance-again");
    for _ in 0..2 {
        conforms(&FileStore::open(folder.file(), 1_000_000, Clock::system()).unwrap());
    }
}
