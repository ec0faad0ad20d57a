//! A server of another project, started for one test and killed with it.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// A running program. It is killed when this is dropped, together with its children.
pub struct Server {
    name: &'static str,
    command: Box<dyn Fn() -> Command>,
    child: Child,
    folder: Folder,
}

/// A folder of a test's own, gone with it.
pub struct Folder(pub PathBuf);

impl Server {
    /// Starts the program and waits until `is_ready`. What it prints goes to a file in `folder`,
    /// which is shown if it never gets ready.
    pub fn start(
        name: &'static str,
        folder: Folder,
        command: impl Fn() -> Command + 'static,
        is_ready: impl Fn() -> bool,
    ) -> Self {
        Self::try_start(name, folder, command, is_ready)
            .unwrap_or_else(|log| not_started(name, &log))
    }

    /// As [`start`](Self::start); what it has printed, if it ends before it is ready.
    pub fn try_start(
        name: &'static str,
        folder: Folder,
        command: impl Fn() -> Command + 'static,
        is_ready: impl Fn() -> bool,
    ) -> Result<Self, String> {
        let child = spawn(name, &folder.0, command());
        let mut server = Self { name, command: Box::new(command), child, folder };
        if server.becomes(is_ready) { Ok(server) } else { Err(server.log()) }
    }

    /// The same program once more, on the same port, after [`kill`](Self::kill).
    pub fn restart(&mut self, is_ready: impl Fn() -> bool) {
        self.kill();
        self.child = spawn(self.name, &self.folder.0, (self.command)());
        if !self.becomes(is_ready) {
            not_started(self.name, &self.log());
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// `kill -STOP`: it listens on and answers nobody.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// `kill -CONT`.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Whether it is ready before it ends.
    fn becomes(&mut self, is_ready: impl Fn() -> bool) -> bool {
        let begun = Instant::now();
        while !is_ready() {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            assert!(begun.elapsed() < PATIENCE, "`{}` is never ready:\n{}", self.name, self.log());
            thread::sleep(Duration::from_millis(20));
        }
        true
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.0.join("log.txt")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn not_started(name: &str, log: &str) -> ! {
    panic!("`{name}` does not start; if it is missing, run scripts/install:\n{log}")
}

fn spawn(name: &str, folder: &Path, mut command: Command) -> Child {
    let log = fs::File::options().create(true).append(true).open(folder.join("log.txt")).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    command.spawn().unwrap_or_else(|error| not_started(name, &error.to_string()))
}

/// A program that inherits nothing of this process but its three standard streams. The sockets of
/// the TSS and of other C libraries stay open in every child: a server that one test starts would
/// hold a connection of another test, whose end its server then never sees.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("/bin/bash");
    command.args(["-c", BARE]).arg(name);
    command
}

const BARE: &str = r#"for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    ((fd < 3)) || exec {fd}>&-
done
exec "$0" "$@""#;

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Folder {
    /// Empty, for its owner alone.
    pub fn new(name: &str) -> Self {
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let unique = format!("paseto-{name}-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(unique);
            match fs::create_dir(&path) {
                Ok(()) => return Self(path),
                // Of another process of this number, which was killed.
                Err(error) => assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{path:?}"),
            }
        }
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Nobody listens there a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Whether somebody listens there.
pub fn listens(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// What `scripts/install` has put beside the build: `openbao`, `moto`, `oidc`, `python`.
pub fn installed(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let folder = target.join(name);
    assert!(folder.exists(), "{} is missing: run scripts/install", folder.display());
    folder
}
