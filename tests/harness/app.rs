//! One running program, and everything it prints.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::json;

use super::http::{Pair, Request};

const PATIENCE: Duration = Duration::from_secs(30);

/// A program under `examples/` that listens. It is killed when this is dropped.
pub struct App {
    program: Program,
    url: String,
}

/// What is left of a program that has ended.
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl App {
    /// Starts it on a free loopback port and waits until it listens.
    pub fn start(name: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_with(name, &[], variables)
    }

    /// As [`start`](Self::start), of a program that takes arguments.
    pub fn start_with(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut program = Program::start(name, arguments, variables);
        let begun = Instant::now();
        loop {
            if let Some(url) = program.address() {
                return Self { program, url };
            }
            let ended = program.child.try_wait().unwrap().is_some();
            assert!(!ended, "`{name}` ended:\n{}", program.finish().stderr);
            assert!(begun.elapsed() < PATIENCE, "`{name}` does not listen");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Its end without a warning: `kill -9`. What it has printed.
    pub fn kill(self) -> String {
        let mut program = self.program;
        drop(program.child.kill());
        let finished = program.finish();
        format!("{}{}", finished.stdout, finished.stderr)
    }

    /// Runs a program that is not meant to stay.
    pub fn run(
        name: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
        input: &str,
    ) -> Finished {
        let mut program = Program::start(name, arguments, variables);
        drop(program.child.stdin.take().unwrap().write_all(input.as_bytes()));
        program.wait()
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    pub fn get(&self, path: &str) -> Request {
        Request::new("GET", self.host(), path)
    }

    pub fn post(&self, path: &str) -> Request {
        Request::new("POST", self.host(), path)
    }

    pub fn delete(&self, path: &str) -> Request {
        Request::new("DELETE", self.host(), path)
    }

    /// A login that takes the user's name from the path.
    pub fn login(&self, path: &str) -> Pair {
        self.post(path).send().pair()
    }

    /// A login of the showcase.
    pub fn login_as(&self, user: &str, more: serde_json::Value) -> Pair {
        let mut body = json!({ "user": user, "password": "correct horse" });
        let more = more.as_object().cloned().unwrap_or_default();
        body.as_object_mut().unwrap().extend(more);
        self.post("/login").json(&body).send().pair()
    }

    /// Asks it to end, as an operator does.
    pub fn terminate(self) -> Finished {
        let id = self.program.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.program.wait()
    }

    /// Everything it has printed by now.
    pub fn printed(&self) -> String {
        format!("{}{}", self.program.stdout.text(), self.program.stderr.text())
    }
}

struct Program {
    child: Child,
    stdout: Capture,
    stderr: Capture,
}

impl Program {
    fn start(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let path = example(name);
        let mut command = Command::new(&path);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PASETO_") {
                command.env_remove(name);
            }
        }
        command.env("ADDRESS", "127.0.0.1:0").env("SHOWCASE_ADDR", "127.0.0.1:0");
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!(
                "{}: {error}; `cargo test` builds it, or `cargo build --examples`",
                path.display()
            )
        });
        let stdout = Capture::of(child.stdout.take().unwrap());
        let stderr = Capture::of(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    fn address(&self) -> Option<String> {
        let text = self.stdout.text();
        let (_, rest) = text.split_once("listening on ")?;
        // Up to the end of the line: half an address is none.
        let (line, _) = rest.split_once('\n')?;
        Some(line.split([';', ' ']).next()?.to_owned())
    }

    fn wait(mut self) -> Finished {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
        self.finish()
    }

    fn finish(&mut self) -> Finished {
        let status = self.child.wait().unwrap();
        Finished { status, stdout: self.stdout.rest(), stderr: self.stderr.rest() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// `target/debug/examples/NAME`, beside the folder that the test itself is in.
fn example(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.parent().and_then(Path::parent).unwrap().join("examples").join(name)
}

/// What comes out of a pipe, read as it comes so that the pipe never fills.
struct Capture {
    text: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Capture {
    fn of(pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let sink = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut lines = BufReader::new(pipe);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                sink.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self { text, reader: Some(reader) }
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// All of it, once the program has ended.
    fn rest(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.text()
    }
}
