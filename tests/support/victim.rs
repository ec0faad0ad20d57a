//! This test program once more, to be killed or to run out of disk, and what it said before.

use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Tells a process started from this binary which file to work on.
const CHILD: &str = "PASETO_TEST_FILE";

/// How often `kill -9` strikes. A thousand takes some minutes.
const KILLS: &str = "PASETO_TEST_KILLS";

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("paseto-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("revocations.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(0)
}

pub(crate) fn kills(unless_told: usize) -> usize {
    std::env::var(KILLS).map_or(unless_told, |kills| kills.parse().unwrap())
}

/// At one of the tests that are for it alone.
pub(crate) fn child(test: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(CHILD, path).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

pub(crate) fn path_of_child() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

/// What the child acknowledges is out before it goes on.
pub(crate) fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Whole lines alone: the last one may have been cut off in the middle.
pub(crate) fn lines(stdout: ChildStdout) -> Vec<String> {
    let mut reader = BufReader::new(stdout);
    let mut lines = Vec::new();
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
        if let Some(whole) = line.strip_suffix('\n') {
            lines.push(whole.to_owned());
        }
        line.clear();
    }
    lines
}

/// What the child said until `SIGKILL` struck, at some moment.
#[cfg(unix)]
pub(crate) fn killed(test: &str, path: &Path) -> Vec<String> {
    let mut victim = child(test, path).spawn().unwrap();
    let stdout = victim.stdout.take().unwrap();
    let reader = thread::spawn(move || lines(stdout));
    thread::sleep(Duration::from_micros(random() % 150_000));
    victim.kill().unwrap();
    victim.wait().unwrap();
    reader.join().unwrap()
}

/// What the child said whose files may not grow beyond this many blocks of 512 bytes.
#[cfg(target_os = "linux")]
pub(crate) fn short_of_disk(blocks: u32, test: &str, path: &Path) -> Vec<String> {
    let test = child(test, path);
    let mut shell = Command::new("sh");
    // Without the signal the write fails, as on a full disk.
    let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    shell.args(["-c", &limit]).arg(test.get_program()).args(test.get_args());
    shell.env(CHILD, path).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = shell.spawn().unwrap();
    let lines = lines(child.stdout.take().unwrap());
    assert!(child.wait().unwrap().success() && lines.iter().any(|line| line == "held"));
    lines
}
