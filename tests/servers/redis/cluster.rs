//! Three masters that share the keys.

use std::process::Command;

use super::options::Options;
use super::sentinels::until;
use super::server::Redis;

pub struct Cluster {
    pub nodes: Vec<Redis>,
}

impl Cluster {
    pub fn start() -> Self {
        let options = Options::default().with(&["--cluster-enabled", "yes"]);
        let options = options.with(&["--cluster-node-timeout", "1000"]);
        let nodes: Vec<_> = (0..3).map(|_| Redis::with(options.clone())).collect();
        let mut create = Command::new("redis-cli");
        create.args(["--cluster", "create"]);
        create.args(nodes.iter().map(|node| format!("127.0.0.1:{}", node.port())));
        let made = create.args(["--cluster-replicas", "0", "--cluster-yes"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
        until("the cluster is up", || {
            nodes.iter().all(|node| node.ask(&["CLUSTER", "INFO"]).contains("cluster_state:ok"))
        });
        Self { nodes }
    }

    pub fn url(&self) -> String {
        let hosts: Vec<_> =
            self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port())).collect();
        format!("redis+cluster://{}", hosts.join(","))
    }

    /// Who holds the keys of a namespace.
    pub fn holder(&mut self, namespace: &str) -> &mut Redis {
        let key = format!("{{{namespace}}}:epoch");
        let holds = |node: &Redis| !node.ask(&["GET", &key]).starts_with("MOVED");
        self.nodes.iter_mut().find(|node| holds(node)).unwrap()
    }
}
