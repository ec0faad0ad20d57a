//! `allocations GROUP`: how often one call allocates, and how much. A program of its own, so that
//! the allocator that counts does not stand in what is timed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

use actix_web::rt::System;
use comparison::groups;
use comparison::report::Counts;

const CALLS: usize = 64;

fn main() {
    let name = std::env::args().nth(1).expect("the name of a group");
    let system = System::new();
    let group = system.block_on(groups::group(&name));
    let counts: Counts = system.block_on(async {
        let count = |mut bench: comparison::bench::Bench| {
            // Enough for the lazily made parts of actix to be there.
            (bench.prepare)(CALLS)();
            let counted = allocation_counter::measure((bench.prepare)(CALLS));
            let each = |total: u64| total as f64 / CALLS as f64;
            (bench.label.name, (each(counted.count_total), each(counted.bytes_total)))
        };
        group.benches.into_iter().map(count).collect()
    });
    println!("{}", serde_json::to_string(&counts).unwrap());
}
