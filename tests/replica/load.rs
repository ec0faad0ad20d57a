//! A copy of many entries.

use std::time::Instant;

use actix_paseto::revocation::RevocationStore as _;

use crate::node::{Server, check, revoke, within};

const ENTRIES: usize = 100_000;
const NAMED: usize = 100;

/// All of it is there once the store is open.
pub(crate) fn many_entries(server: &impl Server, name: &str) {
    let jti = |n: usize| format!("many {n}");
    let shared = server.shared();
    (0..NAMED).for_each(|n| revoke(&*shared, &jti(n)));
    server.fill(ENTRIES - NAMED);
    let begun = Instant::now();
    let node = server.replica();
    let took = begun.elapsed();
    assert!((0..NAMED).all(|n| check(&node, &jti(n)).unwrap()));
    assert!(!check(&node, &jti(NAMED)).unwrap());
    let entries = within(node.health()).unwrap().entries;
    assert_eq!(entries, Some(ENTRIES as u64));
    println!("{name}: {ENTRIES} entries copied in {took:?}");
    assert!(took.as_secs() < 30, "{took:?}");
}
