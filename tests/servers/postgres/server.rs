//! One server.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::processes;
use super::template::{copy_to, tool};
use crate::servers::redis::{Home, certify, free_port, program};

/// How a server is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub tls: bool,
    /// Lines of the configuration.
    pub settings: Vec<String>,
}

impl Options {
    pub fn with(settings: &[&str]) -> Self {
        let settings = settings.iter().map(|line| (*line).to_owned()).collect();
        Self { settings, ..Self::default() }
    }
}

/// On a free loopback port, in a folder of its own. It is killed when this is dropped.
pub struct Postgres {
    pub(super) child: Option<Child>,
    pub(super) port: u16,
    pub(super) home: Home,
    pub(super) options: Options,
}

impl Postgres {
    pub fn start() -> Self {
        Self::with(Options::default())
    }

    pub fn with(options: Options) -> Self {
        let mut server = Self::prepared(options);
        copy_to(&server.data(), &server.home);
        server.start_again();
        server
    }

    pub(super) fn prepared(options: Options) -> Self {
        let home = Home::new("postgres");
        if options.tls {
            certify(home.path());
            for file in ["ca.pem", "cert.pem", "key.pem"] {
                home.give(&home.file(file));
            }
            private(&home.file("key.pem"));
        }
        Self { child: None, port: free_port(), home, options }
    }

    /// Where it was, with what is in its folder.
    pub fn start_again(&mut self) {
        self.launch();
        self.wait_until_up();
    }

    /// Does not wait for it to answer.
    pub fn launch(&mut self) {
        self.kill();
        drop(std::fs::remove_file(self.data().join("postmaster.pid")));
        let mut command = program(&tool("postgres"), &self.home);
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        for setting in self.settings() {
            command.args(["-c", &setting]);
        }
        let log = std::fs::File::options().create(true).append(true).open(self.log_file());
        self.child = Some(command.stderr(log.unwrap()).spawn().unwrap());
    }

    fn settings(&self) -> Vec<String> {
        let mut settings: Vec<String> = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=60",
            "shared_buffers=16MB",
            "wal_keep_size=128MB",
        ]
        .map(str::to_owned)
        .to_vec();
        if self.options.tls {
            for (name, file) in [("ssl_cert_file", "cert.pem"), ("ssl_key_file", "key.pem")] {
                settings.push(format!("{name}={}", self.home.file(file).display()));
            }
            settings.push("ssl=on".to_owned());
        }
        settings.extend(self.options.settings.iter().cloned());
        settings
    }

    pub fn wait_until_up(&self) {
        let begun = Instant::now();
        while self.try_sql("SELECT 1").as_deref() != Ok("1") {
            assert!(begun.elapsed() < Duration::from_secs(30), "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// `kill -9`, all of it at once.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let all = processes::family(child.id());
            processes::signal(&all, "-KILL");
            drop(child.wait());
            while !processes::are_gone(&all) {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }

    /// As an operator stops it: connections are ended.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            processes::signal(&[child.id()], "-INT");
            drop(child.wait());
        }
    }

    /// `SIGSTOP`.
    pub fn freeze(&self) {
        processes::signal(&self.family(), "-STOP");
    }

    /// `SIGCONT`.
    pub fn thaw(&self) {
        processes::signal(&self.family(), "-CONT");
    }

    fn family(&self) -> Vec<u32> {
        self.child.as_ref().map(|child| processes::family(child.id())).unwrap_or_default()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        self.url_as("postgres")
    }

    /// With a name and, after a colon, a password.
    pub fn url_as(&self, who: &str) -> String {
        let mode = if self.options.tls { "?sslmode=verify-full" } else { "" };
        format!("postgres://{who}@127.0.0.1:{}/postgres{mode}", self.port)
    }

    pub fn ca_file(&self) -> PathBuf {
        self.home.file("ca.pem")
    }

    pub fn data(&self) -> PathBuf {
        self.home.file("data")
    }

    fn log_file(&self) -> PathBuf {
        self.home.file("log")
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// What an operator is told.
    pub fn sql(&self, text: &str) -> String {
        self.try_sql(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    pub fn try_sql(&self, text: &str) -> Result<String, String> {
        let mut command = Command::new(tool("psql"));
        command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"]);
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"]);
        let told = command.args(["-c", text]).stdin(Stdio::null()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        if told.status.success() { Ok(text(&told.stdout)) } else { Err(text(&told.stderr)) }
    }

    /// Ends every connection but those of the operator.
    pub fn cut(&self) {
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
    }

    /// Adds a line to the configuration, and has it read.
    pub fn set(&self, name: &str, value: &str) {
        self.sql(&format!("ALTER SYSTEM SET {name} = {value}"));
        self.sql("SELECT pg_reload_conf()");
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// As the server demands of its key.
fn private(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
