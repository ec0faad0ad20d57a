//! Copies of a PostgreSQL.

use actix_paseto::revocation::{PostgresStore, ReplicaStore, RevocationStore};

use crate::node::{MAX_STALENESS, Server, clock, options};
use crate::servers::postgres::Postgres;
use crate::{asked, cases, feed, load, loss, spread, stopped};

fn open(postgres: &Postgres) -> PostgresStore {
    PostgresStore::open(&postgres.url().into(), &options(), &clock()).unwrap()
}

impl Server for Postgres {
    fn replica(&self) -> ReplicaStore {
        open(self).into_replica(MAX_STALENESS).unwrap()
    }

    fn shared(&self) -> Box<dyn RevocationStore> {
        Box::new(open(self))
    }

    fn questions(&self) -> u64 {
        // Told with a delay of a second at most.
        std::thread::sleep(std::time::Duration::from_millis(1_200));
        let count = "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database";
        self.sql(count).parse().unwrap()
    }

    fn freeze(&self) {
        Postgres::freeze(self);
    }

    fn thaw(&self) {
        Postgres::thaw(self);
    }

    fn cut(&self) {
        Postgres::cut(self);
    }

    fn fill(&self, entries: usize) {
        self.sql(&format!(
            "INSERT INTO paseto.token (space, id, expires) SELECT s.id, gen_random_uuid(), \
             now() + interval '1 hour' FROM paseto.space s, generate_series(1, {entries})"
        ));
    }

    fn trim(&self) {
        self.sql(
            "DELETE FROM paseto.change c WHERE c.seq < (SELECT max(o.seq) FROM paseto.change o \
             WHERE o.space = c.space AND o.slot = c.slot)",
        );
    }
}

#[test]
fn it_is_a_store_like_any_other() {
    let postgres = Postgres::start();
    cases::conforms(&postgres.replica());
}

#[test]
fn a_revocation_is_known_soon_on_every_node() {
    spread::soon_on_every_node(&Postgres::start(), "PostgreSQL");
}

#[test]
fn nobody_is_asked_on_the_hot_path() {
    asked::nobody_on_the_hot_path(&Postgres::start());
}

#[test]
fn every_kind_of_revocation_arrives_and_rings() {
    asked::all_kinds_arrive(&Postgres::start());
}

#[test]
fn a_server_that_stands_still() {
    stopped::a_server_that_stands_still(&Postgres::start());
}

#[test]
fn an_empty_server_is_refused() {
    let postgres = Postgres::start();
    let tables = ["token", "subject", "family", "grace", "change", "space"];
    let tables = tables.map(|name| format!("paseto.{name}")).join(", ");
    loss::an_empty_server_is_refused(&postgres, || {
        drop(postgres.sql(&format!("TRUNCATE {tables}")))
    });
}

#[test]
fn an_empty_table_is_refused() {
    let postgres = Postgres::start();
    loss::an_empty_server_is_refused(&postgres, || drop(postgres.sql("TRUNCATE paseto.token")));
}

#[test]
fn connections_that_end_miss_nothing() {
    feed::connections_that_end(&Postgres::start());
}

#[test]
fn a_log_that_was_trimmed_misses_nothing() {
    feed::a_log_that_was_trimmed(&Postgres::start());
}

#[test]
fn a_hundred_thousand_entries() {
    load::many_entries(&Postgres::start(), "PostgreSQL");
}
