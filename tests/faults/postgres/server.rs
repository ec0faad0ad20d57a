//! A PostgreSQL in a folder of its own, and a network in front of it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::Duration;

use crate::app::Setup;
use crate::program::{Folder, command, free_port, run, signal, wait_until};
use crate::servers::proxy::Proxy;

/// A fresh cluster, made once and copied; the folder is that of this process.
static FRESH: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new();
    let mut initdb = tool("initdb", &folder.0);
    initdb.args(["--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8"]);
    run(with(initdb, &["--locale", "C", "--pgdata", "data"]));
    folder
});

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

/// Debian keeps them out of the path.
pub(crate) fn tool(name: &str, folder: &Path) -> Command {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions.map(|version| version.path().join("bin").join(name)).collect();
    found.retain(|path| path.exists());
    found.sort();
    command(found.pop().unwrap_or_else(|| PathBuf::from(name)), folder)
}

pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    pub(crate) folder: Folder,
}

impl Server {
    /// With a database and a role for the application.
    pub(crate) fn start() -> Self {
        let folder = Folder::new();
        let fresh = FRESH.0.join("data");
        let copied = with(command("cp", &folder.0), &["-a"]).arg(fresh).arg("data").status();
        assert!(copied.unwrap().success());
        let server = Self::start_in(folder);
        server.ask("CREATE ROLE app LOGIN");
        server.ask("CREATE DATABASE app OWNER app");
        server
    }

    /// On a cluster that is there.
    pub(crate) fn start_in(folder: Folder) -> Self {
        let port = free_port();
        let child = spawn(port, &folder.0);
        let mut server = Self { child, port, folder };
        server.wait();
        server
    }

    pub(crate) fn family(&self) -> Vec<u32> {
        let id = self.child.id();
        let mut family = vec![id];
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let parent = stat.rsplit(')').next().and_then(|rest| rest.split(' ').nth(2));
            if parent == Some(&id.to_string()) {
                family.extend(entry.file_name().to_string_lossy().parse::<u32>());
            }
        }
        family
    }

    /// To it and all its processes, which no longer become more.
    pub(crate) fn signal_all(&self, name: &str) {
        for id in self.family() {
            // Some end by themselves.
            let _ = Command::new("kill").args([&format!("-{name}"), &id.to_string()]).output();
        }
    }

    pub(crate) fn kill(&mut self) {
        self.signal_all("KILL");
        let _ = self.child.wait();
    }

    /// `INT` is a fast shutdown, `QUIT` an immediate one.
    pub(crate) fn stop(&mut self, name: &str) {
        signal(name, self.child.id());
        let _ = self.child.wait();
    }

    pub(crate) fn start_again(&mut self) {
        self.child = spawn(self.port, &self.folder.0);
        self.wait();
    }

    /// Until it answers; what still holds the memory of its predecessor ends soon.
    pub(crate) fn wait(&mut self) {
        wait_until("postgres", || {
            if self.child.try_wait().unwrap().is_some() {
                sleep(Duration::from_millis(50));
                self.child = spawn(self.port, &self.folder.0);
            }
            self.psql("postgres", "SELECT 1").output().unwrap().status.success()
        });
    }

    fn psql(&self, database: &str, sql: &str) -> Command {
        let mut psql = command("psql", &self.folder.0);
        psql.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"]);
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]);
        psql
    }

    /// As superuser.
    pub(crate) fn ask(&self, sql: &str) -> String {
        run(self.psql("postgres", sql)).trim().to_owned()
    }

    /// The same in the application's database.
    pub(crate) fn ask_in(&self, sql: &str) -> String {
        run(self.psql("app", sql)).trim().to_owned()
    }

    /// Whether it was done.
    pub(crate) fn try_ask_in(&self, sql: &str) -> bool {
        self.psql("app", sql).status().unwrap().success()
    }

    /// A connection that is held for long.
    pub(crate) fn hog(&self) -> Child {
        let port = self.port.to_string();
        let mut hog = command("psql", &self.folder.0);
        hog.args(["-h", "127.0.0.1", "-p", &port, "-U", "hog", "-d", "app", "-X"]);
        hog.args(["-c", "SELECT pg_sleep(600)"]).spawn().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(port: u16, folder: &Path) -> Child {
    let mut postgres = tool("postgres", folder);
    postgres.args(["-D", "data", "-p", &port.to_string()]);
    let settings = [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=40",
        "shared_buffers=32MB",
        "max_wal_senders=4",
        "wal_level=replica",
    ];
    for setting in settings {
        postgres.args(["-c", setting]);
    }
    postgres
        .spawn()
        .unwrap_or_else(|error| panic!("postgres: {error}; scripts/install installs it"))
}

/// A server, the network to it, and how a node gets there.
pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) proxy: Proxy,
    pub(crate) setup: Setup,
}

impl Stage {
    /// `lines` go to the table `revocation`.
    pub(crate) fn new(lines: &str) -> Self {
        Self::before(Server::start(), lines)
    }

    pub(crate) fn before(server: Server, lines: &str) -> Self {
        let proxy = Proxy::to(server.port);
        let setup = Setup::new(format!("store = \"{}\"\n{lines}", url(proxy.port())));
        Self { server, proxy, setup }
    }
}

pub(crate) fn url(port: u16) -> String {
    format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")
}
