//! One server.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::home::{Home, program};
use super::options::Options;

/// On a free loopback port, in a folder of its own. It is killed when this is dropped.
pub struct Redis {
    child: Option<Child>,
    port: u16,
    home: Home,
    options: Options,
}

impl Redis {
    /// One that forgets nothing.
    pub fn start() -> Self {
        Self::with(Options::default())
    }

    pub fn with(options: Options) -> Self {
        let mut redis = Self { child: None, port: free_port(), home: Home::new("redis"), options };
        redis.launch();
        // Somebody else may have taken the port since.
        while !redis.comes_up() {
            redis.port = free_port();
            redis.launch();
        }
        redis
    }

    fn comes_up(&mut self) -> bool {
        let begun = Instant::now();
        while !self.ask(&["PING"]).contains("PONG") {
            if self.child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_some()) {
                return false;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        true
    }

    /// Another one, with the data that one has which was killed.
    pub fn with_data_of(other: &Self) -> Self {
        let (child, home) = (None, Home::new("redis"));
        let mut redis = Self { child, port: free_port(), home, options: other.options.clone() };
        redis.take_data_of(other);
        redis.start_again();
        redis
    }

    /// Of one that was killed, in place of its own.
    pub fn take_data_of(&mut self, other: &Self) {
        self.forget();
        let (from, to) = (other.home.file("appendonlydir"), self.home.file("appendonlydir"));
        std::fs::create_dir(&to).unwrap();
        self.home.give(&to);
        for file in std::fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            let copy = to.join(file.file_name());
            std::fs::copy(file.path(), &copy).unwrap();
            self.home.give(&copy);
        }
    }

    /// Where it was, with what is left in its folder.
    pub fn start_again(&mut self) {
        self.launch();
        self.wait_until_up();
    }

    /// Does not wait for it to answer.
    pub fn launch(&mut self) {
        self.kill();
        let mut command = program("redis-server", &self.home);
        command.args(self.options.words(self.port, &self.home));
        let child = command.spawn();
        self.child =
            Some(child.unwrap_or_else(|error| {
                panic!("redis-server: {error}; scripts/install installs it")
            }));
    }

    pub fn wait_until_up(&self) {
        let begun = Instant::now();
        while !self.ask(&["PING"]).contains("PONG") {
            assert!(begun.elapsed() < Duration::from_secs(30), "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// Empties its folder, as a disk that was replaced.
    pub fn forget(&mut self) {
        self.kill();
        drop(std::fs::remove_dir_all(self.home.file("appendonlydir")));
    }

    /// `SIGSTOP`.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// `SIGCONT`.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }

    pub fn url(&self) -> String {
        let scheme = if self.options.tls { "rediss" } else { "redis" };
        match self.options.password {
            Some(password) => format!("{scheme}://:{password}@127.0.0.1:{}", self.port),
            None => format!("{scheme}://127.0.0.1:{}", self.port),
        }
    }

    pub fn url_as(&self, user: &str, password: &str) -> String {
        format!("redis://{user}:{password}@127.0.0.1:{}", self.port)
    }

    /// Of its certificate.
    pub fn ca_file(&self) -> PathBuf {
        self.home.file("ca.pem")
    }

    /// What a command comes to, or what is wrong with it.
    pub fn ask(&self, words: &[&str]) -> String {
        let mut command = Command::new("redis-cli");
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "--no-auth-warning"]);
        if self.options.tls {
            command.arg("--tls").arg("--cacert").arg(self.ca_file());
        }
        if let Some(password) = self.options.password {
            command.args(["-a", password]);
        }
        let told = command.args(words).output();
        let told = told.expect("redis-cli; scripts/install installs it");
        let text = [told.stdout, told.stderr].concat();
        String::from_utf8_lossy(&text).trim_end().to_owned()
    }

    /// How often a command has been called, also from a script.
    pub fn calls(&self, command: &str) -> u64 {
        let stats = self.ask(&["INFO", "commandstats"]);
        let name = format!("cmdstat_{command}:calls=");
        let calls = stats.lines().find_map(|line| line.strip_prefix(&name));
        calls.map_or(0, |calls| calls.split(',').next().unwrap().parse().unwrap())
    }

    /// Every key with its value, as one text.
    pub fn everything(&self) -> String {
        self.ask(&["--scan"])
            .lines()
            .map(|key| {
                let read: &[&str] = match self.ask(&["TYPE", key]).as_str() {
                    "string" => &["GET", key],
                    "hash" => &["HGETALL", key],
                    "zset" => &["ZRANGE", key, "0", "-1"],
                    "stream" => &["XRANGE", key, "-", "+"],
                    other => panic!("{key} is a {other}"),
                };
                format!("{key}\n{}\n", self.ask(read))
            })
            .collect()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

pub fn free_port() -> u16 {
    // A cluster's node takes the one that is 10,000 above as well.
    loop {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        if port < 55_000 && TcpListener::bind((Ipv4Addr::LOCALHOST, port + 10_000)).is_ok() {
            return port;
        }
    }
}
