//! A Redis that keeps what it is told over `kill -9`, and a network in front of it.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use crate::app::Setup;
use crate::program::{Folder, command, free_port, kill, signal, wait_until};
use crate::servers::proxy::Proxy;

/// Each change is on the disk before it is acknowledged.
pub(crate) const DURABLE: &[&str] = &["--appendonly", "yes", "--appendfsync", "always"];

/// Nothing is on any disk.
pub(crate) const FORGETFUL: &[&str] = &["--appendonly", "no"];

pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    pub(crate) folder: Folder,
    options: &'static [&'static str],
}

impl Server {
    pub(crate) fn start(options: &'static [&'static str]) -> Self {
        let (port, folder) = (free_port(), Folder::new());
        let child = spawn(port, &folder.0, options, &[]);
        let server = Self { child, port, folder, options };
        server.wait();
        server
    }

    pub(crate) fn kill(&mut self) {
        kill(&mut self.child);
    }

    /// Once more on the same data; does not wait.
    pub(crate) fn spawn_again(&mut self, more: &[&str]) {
        self.child = spawn(self.port, &self.folder.0, self.options, more);
    }

    pub(crate) fn start_again(&mut self) {
        self.spawn_again(&[]);
        self.wait();
    }

    pub(crate) fn wait(&self) {
        wait_until("redis-server", || {
            self.try_ask(&["PING"]).is_ok_and(|told| told.starts_with("+PONG"))
        });
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(name, self.child.id());
    }

    /// Commands on one connection, and all that comes back, as it stands on the wire.
    pub(crate) fn ask(&self, commands: &[&str]) -> String {
        self.try_ask(commands).unwrap()
    }

    pub(crate) fn try_ask(&self, commands: &[&str]) -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(format!("{}\r\nQUIT\r\n", commands.join("\r\n")).as_bytes())?;
        let mut told = Vec::new();
        stream.read_to_end(&mut told)?;
        Ok(String::from_utf8_lossy(&told).into_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        kill(&mut self.child);
    }
}

fn spawn(port: u16, folder: &Path, options: &[&str], more: &[&str]) -> Child {
    let mut command = command("redis-server", folder);
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", ""]);
    command.args(["--enable-debug-command", "yes"]).args(options).args(more);
    let child = command.spawn();
    child.unwrap_or_else(|error| panic!("redis-server: {error}; scripts/install installs it"))
}

/// A server, the network to it, and how a node gets there.
pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) proxy: Proxy,
    pub(crate) setup: Setup,
}

impl Stage {
    /// `lines` go to the table `revocation`.
    pub(crate) fn new(options: &'static [&'static str], lines: &str) -> Self {
        let server = Server::start(options);
        let proxy = Proxy::to(server.port);
        let url = format!("redis://127.0.0.1:{}", proxy.port());
        let setup = Setup::new(format!("store = \"{url}\"\n{lines}"));
        Self { server, proxy, setup }
    }
}
