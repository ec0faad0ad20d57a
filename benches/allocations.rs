//! How often one request allocates, and how much: guarded against unguarded.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may fail loudly")]

mod support;

use actix_web::dev::Service as _;
use actix_web::rt::System;

/// Enough for the lazily made parts of actix to be there.
const WARM_UP: usize = 16;

fn main() {
    let system = System::new();
    let paseto = system.block_on(support::paseto());
    let app = system.block_on(support::application(&paseto));
    println!("| request | allocations | bytes |\n|---|---:|---:|");
    for case in support::cases(&paseto) {
        let call = || drop(system.block_on(app.call(case.request())).unwrap());
        (0..WARM_UP).for_each(|_| call());
        let counted = allocation_counter::measure(call);
        println!("| {} | {} | {} |", case.name, counted.count_total, counted.bytes_total);
    }
}
