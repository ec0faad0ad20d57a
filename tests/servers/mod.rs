//! Servers that keep revocations, as they run in production: real ones, each on a free loopback
//! port, under an unprivileged user, in a folder of its own, killed when it is dropped.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]

pub mod postgres;
pub mod proxy;
pub mod redis;
