//! What one node is told, all know.

use serde_json::Value;

use crate::cluster::{Cluster, is_revoked, login, me, refresh};
use crate::harness::App;

pub fn log_out(cluster: &Cluster) {
    let nodes = cluster.nodes();
    for (n, node) in nodes.iter().enumerate() {
        let (gone, stays) = (login(&nodes[(n + 1) % 3], "alice"), login(node, "alice"));
        assert_eq!(node.post("/logout").bearer(&gone.access).send().status, 204);
        for other in &nodes {
            cluster.settles(|| is_revoked(&me(other, &gone.access)));
            assert_eq!(refresh(other, &gone.refresh).status, 401);
            assert_eq!(me(other, &stays.access).status, 200);
        }
    }
}

pub fn log_out_everywhere(cluster: &Cluster) {
    let nodes = cluster.nodes();
    let logins: Vec<_> = nodes.iter().map(|node| login(node, "alice")).collect();
    let bob = login(&nodes[1], "bob");
    let told = nodes[2].post("/logout/everywhere").bearer(&logins[0].access).send();
    assert_eq!(told.status, 204);
    let again = login(&nodes[0], "alice");
    for node in &nodes {
        for gone in &logins {
            cluster.settles(|| is_revoked(&me(node, &gone.access)));
            assert_eq!(refresh(node, &gone.refresh).status, 401);
        }
        assert_eq!(me(node, &again.access).status, 200);
        assert_eq!(me(node, &bob.access).status, 200);
    }
}

pub fn listed(cluster: &Cluster) {
    let nodes = cluster.nodes();
    let logins: Vec<_> = nodes.iter().map(|node| login(node, "alice")).collect();
    let kept = refresh(&nodes[2], &logins[0].refresh).pair();
    assert_eq!(sessions(&nodes, &kept.access).len(), 3);
    let ended = nodes[0].post("/logout").bearer(&logins[1].access).send();
    assert_eq!(ended.status, 204);
    let left = sessions(&nodes, &kept.access);
    assert_eq!(left.len(), 2);
    // The one that was used last comes first, whichever node it was used at.
    assert_eq!(left[0]["current"], true);
}

/// As every node lists them.
fn sessions(nodes: &[App; 3], token: &str) -> Vec<Value> {
    let list = |node: &App| {
        let reply = node.get("/c/sessions").bearer(token).send();
        reply.json()["sessions"].as_array().unwrap().clone()
    };
    let first = list(&nodes[0]);
    assert!(nodes.iter().all(|node| list(node) == first));
    first
}
