//! One refresh token, shown to every node at once.

use std::sync::Barrier;
use std::thread;

use crate::cluster::{Cluster, is_revoked, login, me, refresh};
use crate::harness::{App, Pair};

const ROUNDS: usize = 30;
/// To each node.
const CLIENTS: usize = 4;

pub fn one_winner(cluster: &Cluster) {
    let nodes = cluster.nodes();
    let mut winners = [0; 3];
    for _ in 0..ROUNDS {
        let pair = login(&nodes[0], "alice");
        let won = race(&nodes, &pair.refresh);
        assert_eq!(won.len(), 1, "two nodes have rotated one token");
        let (node, next) = &won[0];
        winners[*node] += 1;
        // The others brought a used token: the login is over, on every node.
        for node in &nodes {
            cluster.settles(|| is_revoked(&me(node, &next.access)));
            cluster.settles(|| is_revoked(&me(node, &pair.access)));
            assert_eq!(refresh(node, &next.refresh).status, 401);
        }
    }
    println!("winners by node: {winners:?}");
    assert!(winners.iter().filter(|won| **won > 0).count() > 1, "they did not meet: {winners:?}");
}

fn race(nodes: &[App; 3], token: &str) -> Vec<(usize, Pair)> {
    let start = Barrier::new(nodes.len() * CLIENTS);
    thread::scope(|scope| {
        let one = |n: usize| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                let reply = refresh(&nodes[n], token);
                assert!([200, 401].contains(&reply.status), "{}: {}", reply.status, reply.body);
                (reply.status == 200).then(|| (n, reply.pair()))
            })
        };
        let clients: Vec<_> = (0..nodes.len() * CLIENTS).map(|n| one(n % nodes.len())).collect();
        clients.into_iter().filter_map(|client| client.join().unwrap()).collect()
    })
}
