//! A real Redis, for one test alone.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `nobody`, on every system that has the user.
const NOBODY: u32 = 65_534;

/// A server on a loopback port, in memory only. It is killed when this is dropped.
pub struct Redis {
    child: Child,
    port: u16,
}

impl Redis {
    pub fn start() -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        Self::start_on(port)
    }

    /// Starts one where another has stopped; it remembers nothing.
    pub fn start_on(port: u16) -> Self {
        let child = spawn(port)
            .unwrap_or_else(|error| panic!("redis-server: {error}; scripts/install installs it"));
        let redis = Self { child, port };
        let begun = Instant::now();
        while !redis.answers() {
            assert!(begun.elapsed() < Duration::from_secs(15), "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sends a command of single words and tells what comes back, as it stands on the wire.
    pub fn ask(&self, command: &str) -> String {
        self.try_ask(command).unwrap()
    }

    /// Kills it.
    pub fn stop(self) {}

    fn answers(&self) -> bool {
        self.try_ask("PING").is_ok_and(|told| told.starts_with("+PONG"))
    }

    fn try_ask(&self, command: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.write_all(format!("{command}\r\nQUIT\r\n").as_bytes())?;
        let mut told = String::new();
        stream.read_to_string(&mut told)?;
        Ok(told)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(port: u16) -> std::io::Result<Child> {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string()]);
    command.args(["--save", "", "--appendonly", "no", "--dir", "/"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.spawn()
}
