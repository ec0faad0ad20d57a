//! A master with a replica, and three Sentinels that put the one in the place of the other.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::home::{Home, program};
use super::options::Options;
use super::server::{Redis, free_port};

pub struct Watched {
    pub master: Redis,
    pub replica: Redis,
    sentinels: Vec<(Child, u16)>,
    _home: Home,
}

impl Watched {
    pub fn start(options: Options) -> Self {
        let master = Redis::with(options.clone());
        let follow = ["--replicaof", "127.0.0.1", &master.port().to_string()];
        let mut options = options.with(&follow);
        if let Some(password) = options.password {
            options = options.with(&["--masterauth", password]);
        }
        let replica = Redis::with(options);
        until("the replica follows", || {
            replica.ask(&["INFO", "replication"]).contains("master_link_status:up")
        });
        let home = Home::new("sentinels");
        let sentinels = (0..3).map(|_| sentinel(&home, &master)).collect();
        let watched = Self { master, replica, sentinels, _home: home };
        until("the Sentinels know all", || watched.all_say("num-other-sentinels", "2"));
        until("the Sentinels know all", || watched.all_say("num-slaves", "1"));
        watched
    }

    /// `redis+sentinel://…/main`.
    pub fn url(&self) -> String {
        let hosts: Vec<_> =
            self.sentinels.iter().map(|(_, port)| format!("127.0.0.1:{port}")).collect();
        let login =
            self.master.url().split_once('@').map(|(login, _)| login.replace("redis://", "") + "@");
        format!("redis+sentinel://{}{}/main", login.unwrap_or_default(), hosts.join(","))
    }

    /// Returns once the replica is the master.
    pub fn fail_over(&mut self) {
        self.master.kill();
        until("the replica takes over", || self.replica.ask(&["ROLE"]).starts_with("master"));
    }

    fn all_say(&self, field: &str, value: &str) -> bool {
        self.sentinels.iter().all(|(_, port)| {
            let told = cli(*port, &["SENTINEL", "MASTER", "main"]);
            let mut lines = told.lines().skip_while(|line| *line != field);
            lines.nth(1) == Some(value)
        })
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        for (sentinel, _) in &mut self.sentinels {
            drop(sentinel.kill());
            drop(sentinel.wait());
        }
    }
}

fn sentinel(home: &Home, master: &Redis) -> (Child, u16) {
    let port = free_port();
    let auth = master.url();
    let auth = auth.split_once("://:").and_then(|(_, rest)| rest.split_once('@'));
    let auth = auth.map(|(password, _)| format!("sentinel auth-pass main {password}\n"));
    let text = format!(
        "port {port}\nbind 127.0.0.1\ndir {}\nsentinel monitor main 127.0.0.1 {} 2\n\
         sentinel down-after-milliseconds main 500\nsentinel failover-timeout main 3000\n{}",
        home.path().display(),
        master.port(),
        auth.unwrap_or_default(),
    );
    let file = home.write(&format!("{port}.conf"), &text);
    let child = program("redis-server", home).arg(file).arg("--sentinel").spawn().unwrap();
    until("the Sentinel answers", || cli(port, &["PING"]).contains("PONG"));
    (child, port)
}

pub fn cli(port: u16, words: &[&str]) -> String {
    let told = Command::new("redis-cli").args(["-p", &port.to_string()]).args(words).output();
    String::from_utf8_lossy(&told.unwrap().stdout).trim_end().to_owned()
}

pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "waited for: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
