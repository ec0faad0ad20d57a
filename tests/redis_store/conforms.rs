//! What every store promises, of this one.

use std::time::Duration;

use crate::cases::conforms as all_of;
use crate::servers::redis::Redis;
use crate::support::open;

#[test]
fn alone() {
    let redis = Redis::start();
    all_of(&open(&redis.url()));
    // What was said before stands, and disturbs nobody.
    all_of(&open(&redis.url()));
}

#[test]
fn with_a_copy() {
    let redis = Redis::start();
    all_of(&open(&redis.url()).into_replica(Duration::from_secs(1)).unwrap());
}
