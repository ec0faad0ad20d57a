//! A TPM of a test's own, and the tools beside it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU16, Ordering};

use crate::server::{Folder, Server, program};

/// A running swtpm.
pub(crate) struct Chip {
    pub(crate) port: u16,
    pub(crate) server: Server,
}

impl Chip {
    /// On ports that nobody has taken since they were looked for.
    pub(crate) fn start() -> Self {
        loop {
            match Self::start_on(two_ports()) {
                Ok(chip) => return chip,
                Err(log) => assert!(log.contains("Address already in use"), "swtpm: {log}"),
            }
        }
    }

    fn start_on(port: u16) -> Result<Self, String> {
        let folder = Folder::new("tpm");
        let (state, started) = (folder.0.clone(), folder.join(STARTED));
        let command = move || command(&state, port);
        let server = Server::try_start("swtpm", folder, command, move || started.exists())?;
        Ok(Self { port, server })
    }

    pub(crate) fn restart(&mut self) {
        let started = self.file(STARTED);
        self.server.restart(move || started.exists());
    }

    pub(crate) fn tcti(&self) -> String {
        format!("swtpm:host=127.0.0.1,port={}", self.port)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.server.folder().join(name)
    }

    /// `tpm2_…` in the folder of this TPM; what it says.
    pub(crate) fn tool(&self, line: &str) -> String {
        let output = self.run(line);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}; if it is missing, run scripts/install: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn run(&self, line: &str) -> Output {
        let mut words = line.split_whitespace();
        let mut command = program(words.next().unwrap());
        command.args(words).current_dir(self.server.folder()).env("TPM2TOOLS_TCTI", self.tcti());
        command.output().unwrap()
    }

    /// Whether every place of the TPM is free: `handles-transient` and `handles-loaded-session`.
    pub(crate) fn is_empty(&self) -> bool {
        let kinds = ["handles-transient", "handles-loaded-session"];
        kinds.iter().all(|kind| self.tool(&format!("tpm2_getcap {kind}")).trim().is_empty())
    }

    /// The parent that we and the tools share.
    pub(crate) fn primary(&self) {
        self.tool("tpm2_createprimary -Q -C o -g sha256 -G ecc -c primary.ctx");
        self.flush();
    }

    pub(crate) fn flush(&self) {
        self.tool("tpm2_flushcontext -t");
    }
}

/// Written when both ports are open. To ask one of them says nothing of the other, and nothing of
/// whose it is.
const STARTED: &str = "swtpm.pid";

fn command(state: &Path, port: u16) -> Command {
    let started = state.join(STARTED);
    // Of the one that was killed.
    drop(fs::remove_file(&started));
    let mut command = program("swtpm");
    command
        .args(["socket", "--tpm2", "--flags", "not-need-init,startup-clear", "--tpmstate"])
        .arg(format!("dir={}", state.display()))
        .args(["--pid", &format!("file={}", started.display())])
        .args(["--server", &format!("type=tcp,port={port},bindaddr=127.0.0.1")])
        .args(["--ctrl", &format!("type=tcp,port={},bindaddr=127.0.0.1", port + 1)]);
    command
}

/// The control port is the one after the command port. Below the range from which the system picks
/// ports, so that no other test is given one of them in between; who takes them must still be ready
/// to take others.
pub(crate) fn two_ports() -> u16 {
    let first = 10_000 + u32::from(NEXT.fetch_add(2, Ordering::SeqCst)) + std::process::id() * 128;
    (0..1_000)
        .map(|step| u16::try_from(10_000 + (first + step * 514) % 20_000).unwrap())
        .find(|port| is_free(*port) && is_free(port + 1))
        .unwrap()
}

static NEXT: AtomicU16 = AtomicU16::new(0);

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
