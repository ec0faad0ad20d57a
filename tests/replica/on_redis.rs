//! Copies of a Redis.

use actix_paseto::revocation::{RedisStore, ReplicaStore, RevocationStore};

use crate::node::{MAX_STALENESS, Server, clock, options, token, wait};
use crate::servers::redis::Redis;
use crate::{asked, cases, feed, load, loss, spread, stopped};

fn open(redis: &Redis) -> RedisStore {
    RedisStore::open(&redis.url().into(), &options(), &clock()).unwrap()
}

impl Server for Redis {
    fn replica(&self) -> ReplicaStore {
        open(self).into_replica(MAX_STALENESS).unwrap()
    }

    fn shared(&self) -> Box<dyn RevocationStore> {
        Box::new(open(self))
    }

    fn questions(&self) -> u64 {
        self.calls("evalsha") + self.calls("xread")
    }

    fn freeze(&self) {
        Redis::freeze(self);
    }

    fn thaw(&self) {
        Redis::thaw(self);
    }

    fn cut(&self) {
        self.ask(&["CLIENT", "KILL", "TYPE", "normal"]);
    }

    fn fill(&self, entries: usize) {
        let store = open(self);
        let all: Vec<_> = (0..entries).map(|n| token(&format!("nameless {n}"))).collect();
        wait(async {
            for some in all.chunks(500) {
                let done = some.iter().map(|revocation| store.revoke(revocation));
                futures_util::future::try_join_all(done).await.unwrap();
            }
        });
    }

    fn trim(&self) {
        let log = format!("{{{}}}:log", options().namespace);
        self.ask(&["XTRIM", &log, "MAXLEN", "0"]);
    }
}

#[test]
fn it_is_a_store_like_any_other() {
    let redis = Redis::start();
    cases::conforms(&redis.replica());
}

#[test]
fn a_revocation_is_known_soon_on_every_node() {
    spread::soon_on_every_node(&Redis::start(), "Redis");
}

#[test]
fn nobody_is_asked_on_the_hot_path() {
    asked::nobody_on_the_hot_path(&Redis::start());
}

#[test]
fn every_kind_of_revocation_arrives_and_rings() {
    asked::all_kinds_arrive(&Redis::start());
}

#[test]
fn a_server_that_stands_still() {
    stopped::a_server_that_stands_still(&Redis::start());
}

#[test]
fn an_empty_server_is_refused() {
    let redis = Redis::start();
    loss::an_empty_server_is_refused(&redis, || drop(redis.ask(&["FLUSHALL"])));
}

#[test]
fn connections_that_end_miss_nothing() {
    feed::connections_that_end(&Redis::start());
}

#[test]
fn a_log_that_was_trimmed_misses_nothing() {
    feed::a_log_that_was_trimmed(&Redis::start());
}

#[test]
fn a_hundred_thousand_entries() {
    load::many_entries(&Redis::start(), "Redis");
}
