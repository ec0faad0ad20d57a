//! Sentinels and clusters.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use actix_paseto::revocation::{SharedOptions, Standing, StoreError};

use crate::servers::redis::{Cluster, Options, Redis, Watched};
use crate::support::{check, open, options, revoke, try_open, try_revoke, until, until_revoked};

#[test]
fn a_replica_with_all_the_data_takes_over() {
    let mut watched = Watched::start(Options { password: Some("s3cr3t"), ..Options::default() });
    let replicas = SharedOptions { replicas: 1, ..options() };
    let store = try_open(&watched.url(), &replicas).unwrap();
    revoke(&store, "a");
    watched.fail_over();
    until_revoked(&store, "a");
    // It has no replica any more, and so acknowledges nothing.
    assert!(try_revoke(&store, "b").is_err());
    let store = open(&watched.url());
    assert_eq!(check(&store, "a").unwrap(), Standing::Revoked);
    revoke(&store, "c");
}

#[test]
fn a_replica_without_the_data_does_not() {
    let mut watched = Watched::start(Options::default());
    let store = open(&watched.url());
    // What is acknowledged here never reaches the replica.
    watched.replica.freeze();
    watched.master.ask(&["CLIENT", "KILL", "TYPE", "replica"]);
    revoke(&store, "a");
    watched.master.kill();
    watched.replica.thaw();
    watched.fail_over();
    let lost = || matches!(check(&store, "a"), Err(StoreError::Lost));
    until("the loss is noticed", || {
        assert!(!matches!(check(&store, "a"), Ok(Standing::Live)));
        lost()
    });

    // Nor does one that is empty.
    let mut watched = Watched::start(Options::default());
    let store = open(&watched.url());
    watched.fail_over();
    watched.replica.ask(&["FLUSHALL"]);
    until("the loss is noticed", || {
        assert!(check(&store, "a").is_err());
        matches!(check(&store, "a"), Err(StoreError::Lost))
    });
}

#[test]
fn a_cluster_holds_a_namespace_on_one_of_its_nodes() {
    let mut cluster = Cluster::start();
    let url = cluster.url();
    crate::cases::conforms(&open(&url));
    let namespaces = ["one", "two", "three", "four", "five", "six"];
    let stores = namespaces.map(|namespace| {
        let options = SharedOptions { namespace: namespace.to_owned(), ..options() };
        try_open(&url, &options).unwrap()
    });
    for store in &stores {
        revoke(store, "a");
        assert_eq!(check(store, "a").unwrap(), Standing::Revoked);
    }
    let ports = namespaces.map(|namespace| cluster.holder(namespace).port());
    assert!(ports.iter().any(|port| *port != ports[0]), "{ports:?}");

    let holder = cluster.holder("one");
    holder.kill();
    assert!(check(&stores[0], "b").is_err());
    holder.start_again();
    until_revoked(&stores[0], "a");
}

/// Whose machines are gone: nothing refuses the connection.
#[test]
fn sentinels_that_are_silent_hold_up_nobody() {
    let mut watched = Watched::start(Options::default());
    let silent: Vec<_> = (0..3).map(|_| TcpListener::bind(("127.0.0.1", 0)).unwrap()).collect();
    let hosts = silent.iter().map(|it| format!("{},", it.local_addr().unwrap()));
    let store = open(&watched.url().replace("://", &format!("://{}", hosts.collect::<String>())));
    revoke(&store, "a");
    watched.master.ask(&["CLIENT", "KILL", "TYPE", "normal"]);
    let taken = until_revoked(&store, "a");
    assert!(taken.as_secs() < 2, "{taken:?}");
    watched.fail_over();
    until_revoked(&store, "a");
}

#[test]
fn a_namespace_that_moves_to_another_node_is_followed() {
    let cluster = Cluster::start();
    let store = open(&cluster.url());
    revoke(&store, "a");
    let moving = Move::begin(&cluster);
    for (n, key) in moving.keys().lines().enumerate() {
        moving.take(key);
        if n == 0 {
            assert!(check(&store, "a").is_err() && check(&store, "b").is_err());
        }
    }
    moving.end();
    until_revoked(&store, "a");
}

/// What has left already is not seen where the rest still is.
#[test]
fn no_copy_is_made_of_a_namespace_that_moves() {
    let cluster = Cluster::start();
    let store = open(&cluster.url());
    revoke(&store, "a");
    let moving = Move::begin(&cluster);
    let keys = moving.keys();
    let (tokens, others): (Vec<_>, Vec<_>) = keys.lines().partition(|key| key.contains(":t:"));
    tokens.iter().for_each(|key| moving.take(key));
    let copy = thread::spawn(move || store.into_replica(Duration::from_secs(60)).unwrap());
    thread::sleep(Duration::from_secs(1));
    others.iter().for_each(|key| moving.take(key));
    moving.end();
    let copy = copy.join().unwrap();
    assert_eq!(check(&copy, "a").unwrap(), Standing::Revoked);
}

/// Of a slot, from the node that holds it to another one.
struct Move<'c> {
    from: &'c Redis,
    to: &'c Redis,
    slot: String,
}

impl<'c> Move<'c> {
    fn begin(cluster: &'c Cluster) -> Self {
        let slot = cluster.nodes[0].ask(&["CLUSTER", "KEYSLOT", "{paseto}"]);
        let is_holder = |node: &&Redis| !node.ask(&["GET", "{paseto}:epoch"]).starts_with("MOVED");
        let from = cluster.nodes.iter().find(is_holder).unwrap();
        let to = cluster.nodes.iter().find(|node| !is_holder(node)).unwrap();
        to.ask(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &id(from)]);
        from.ask(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &id(to)]);
        Self { from, to, slot }
    }

    fn keys(&self) -> String {
        self.from.ask(&["CLUSTER", "GETKEYSINSLOT", &self.slot, "1000"])
    }

    fn take(&self, key: &str) {
        let port = self.to.port().to_string();
        assert_eq!(self.from.ask(&["MIGRATE", "127.0.0.1", &port, key, "0", "1000"]), "OK");
    }

    fn end(&self) {
        for node in [self.to, self.from] {
            assert_eq!(node.ask(&["CLUSTER", "SETSLOT", &self.slot, "NODE", &id(self.to)]), "OK");
        }
    }
}

fn id(node: &Redis) -> String {
    node.ask(&["CLUSTER", "MYID"])
}
