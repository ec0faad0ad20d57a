//! Every node is replaced while clients work.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use crate::cluster::{Cluster, is_revoked, login, me, refresh};
use crate::harness::{App, Pair};

const CLIENTS: usize = 4;

/// What a load balancer sends requests to. A node is taken out before it ends.
struct Balancer {
    nodes: RwLock<Vec<App>>,
    next: AtomicUsize,
}

impl Balancer {
    fn ask<T>(&self, request: impl FnOnce(&App) -> T) -> T {
        let nodes = self.nodes.read().unwrap();
        request(&nodes[self.next.fetch_add(1, SeqCst) % nodes.len()])
    }

    fn replace(&self, n: usize, with: App) {
        // Waits for the requests that are on their way.
        let old = std::mem::replace(&mut self.nodes.write().unwrap()[n], with);
        let ended = old.terminate();
        assert!(ended.status.success(), "{}", ended.stderr);
    }
}

pub fn restart(cluster: &Cluster) {
    let nodes = Vec::from(cluster.nodes());
    let balancer = Balancer { nodes: RwLock::new(nodes), next: AtomicUsize::new(0) };
    let is_over = AtomicBool::new(false);
    let sessions = thread::scope(|scope| {
        let client = || scope.spawn(|| work(cluster, &balancer, &is_over));
        let clients: Vec<_> = (0..CLIENTS).map(|_| client()).collect();
        for n in 0..3 {
            balancer.replace(n, cluster.node());
            thread::sleep(Duration::from_millis(300));
        }
        is_over.store(true, SeqCst);
        clients.into_iter().map(|client| client.join().unwrap()).sum::<usize>()
    });
    println!("{sessions} sessions, from login to log-out, over three nodes that were replaced");
    assert!(sessions >= CLIENTS, "{sessions}");
}

/// Whole sessions, each request to another node; every answer must be the right one.
fn work(cluster: &Cluster, balancer: &Balancer, is_over: &AtomicBool) -> usize {
    let mut sessions = 0;
    while !is_over.load(SeqCst) {
        let mut pair = balancer.ask(|node| login(node, "alice"));
        for _ in 0..3 {
            assert_eq!(balancer.ask(|node| me(node, &pair.access)).status, 200);
            pair = balancer.ask(|node| refresh(node, &pair.refresh)).pair();
        }
        end(cluster, balancer, &pair);
        sessions += 1;
    }
    sessions
}

fn end(cluster: &Cluster, balancer: &Balancer, pair: &Pair) {
    let told = balancer.ask(|node| node.post("/logout").bearer(&pair.access).send());
    assert_eq!(told.status, 204, "{}", told.body);
    for _ in 0..3 {
        cluster.settles(|| is_revoked(&balancer.ask(|node| me(node, &pair.access))));
        assert_eq!(balancer.ask(|node| refresh(node, &pair.refresh)).status, 401);
    }
}
