//! The showcase in three processes on one store: whichever node a client meets, the answer is the
//! same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

mod agreement;
mod cluster;
mod race;
mod rolling;

#[path = "../harness/mod.rs"]
mod harness;
#[path = "../servers/mod.rs"]
mod servers;

/// Each of these once on Redis and once on PostgreSQL, asking the store and asking a copy of it.
macro_rules! on_every_store {
    ($($case:ident: $run:path;)*) => {
        mod redis { $(#[test] fn $case() { $run(&crate::cluster::Cluster::on_redis(false)); })* }
        mod postgres { $(#[test] fn $case() { $run(&crate::cluster::Cluster::on_postgres(false)); })* }
        mod redis_replica { $(#[test] fn $case() { $run(&crate::cluster::Cluster::on_redis(true)); })* }
        mod postgres_replica { $(#[test] fn $case() { $run(&crate::cluster::Cluster::on_postgres(true)); })* }
    };
}

on_every_store! {
    of_many_who_rotate_one_token_at_once_one_wins: crate::race::one_winner;
    who_logs_out_on_one_node_is_out_on_all: crate::agreement::log_out;
    log_out_everywhere_on_one_node_ends_all_logins_on_all: crate::agreement::log_out_everywhere;
    logins_are_listed_the_same_everywhere: crate::agreement::listed;
    nodes_are_replaced_one_by_one_without_a_wrong_answer: crate::rolling::restart;
}
