//! A request through an actix service in memory: guarded against unguarded, accepted and refused.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may fail loudly")]

mod support;

use actix_web::dev::Service as _;
use actix_web::rt::System;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn guard(criterion: &mut Criterion) {
    let system = System::new();
    let paseto = system.block_on(support::paseto());
    let app = system.block_on(support::application(&paseto));
    let mut group = criterion.benchmark_group("guard");
    for case in support::cases(&paseto) {
        group.bench_function(case.name, |bencher| {
            bencher.iter_batched(
                || case.request(),
                |request| system.block_on(app.call(request)).unwrap().status(),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, guard);
criterion_main!(benches);
