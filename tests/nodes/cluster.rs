//! Nodes of one service.

use std::any::Any;
use std::time::{Duration, Instant};

use actix_paseto::codec::LocalKey;

use crate::harness::{App, Pair, Reply};
use crate::servers::{postgres::Postgres, redis::Redis};

/// One store, one key, and as many nodes as are started.
pub struct Cluster {
    variables: Vec<(&'static str, String)>,
    is_replica: bool,
    _server: Box<dyn Any + Send + Sync>,
}

impl Cluster {
    pub fn on_redis(is_replica: bool) -> Self {
        let redis = Redis::start();
        Self::new(redis.url(), is_replica, Box::new(redis))
    }

    pub fn on_postgres(is_replica: bool) -> Self {
        let postgres = Postgres::start();
        Self::new(postgres.url(), is_replica, Box::new(postgres))
    }

    fn new(url: String, is_replica: bool, server: Box<dyn Any + Send + Sync>) -> Self {
        let key = LocalKey::generate().unwrap().to_paserk().expose().to_owned();
        let variables = vec![
            ("PASETO_REVOCATION__STORE", url),
            ("PASETO_REVOCATION__REPLICA", is_replica.to_string()),
            // Many programs share few cores here.
            ("PASETO_REVOCATION__TIMEOUT", "5s".to_owned()),
            ("PASETO_REVOCATION__MAX_STALENESS", "5s".to_owned()),
            ("PASETO_KEYS__ACTIVE", key),
            ("PASETO_ACCEPT", "[v4.local]".to_owned()),
        ];
        Self { variables, is_replica, _server: server }
    }

    pub fn node(&self) -> App {
        let variables: Vec<_> =
            self.variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        App::start("showcase", &variables)
    }

    pub fn nodes(&self) -> [App; 3] {
        [self.node(), self.node(), self.node()]
    }

    /// At once where every request asks the store; where a node asks its copy, within the tenth of
    /// a second that is promised, and a margin for cores that are busy.
    pub fn settles(&self, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        let patience = if self.is_replica { Duration::from_secs(2) } else { Duration::ZERO };
        while !is_so() {
            assert!(begun.elapsed() < patience, "the nodes do not agree");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

pub fn login(node: &App, user: &str) -> Pair {
    node.login_as(user, serde_json::json!({}))
}

pub fn me(node: &App, token: &str) -> Reply {
    node.get("/me").bearer(token).send()
}

pub fn refresh(node: &App, token: &str) -> Reply {
    node.post("/refresh").bearer(token).send()
}

pub fn is_revoked(reply: &Reply) -> bool {
    let is = reply.status == 401;
    assert!(is || reply.status == 200, "{}: {}", reply.status, reply.body);
    if is {
        reply.refused(401, "token_revoked");
    }
    is
}
