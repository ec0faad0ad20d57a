//! The Python process at the other end.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running `peer.py`, ended when dropped.
pub struct Peer {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    pub fn start() -> Self {
        // The folder of temporary files stands in the target folder, as does the environment.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let python = target.join("python/bin/python");
        assert!(
            python.is_file(),
            "no Python with pyseto in the target folder: run scripts/install"
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/peer.py");
        let mut command = Command::new(python);
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let requests = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, requests, answers }
    }

    pub fn mint(
        &mut self,
        key: &str,
        claims: &Value,
        footer: &str,
        assertion: &str,
    ) -> Result<String, String> {
        let request = json!({
            "do": "mint", "key": key, "claims": claims, "footer": footer, "assertion": assertion,
        });
        self.ask(&request).map(|answer| answer["token"].as_str().unwrap().to_owned())
    }

    /// Claims and footer of a token, or why pyseto refuses it.
    pub fn open(&mut self, key: &str, token: &str, assertion: &str) -> Result<Value, String> {
        self.ask(&json!({ "do": "open", "key": key, "token": token, "assertion": assertion }))
    }

    fn ask(&mut self, request: &Value) -> Result<Value, String> {
        const SILENT: &str = "pyseto answers; if it cannot: run scripts/install";
        writeln!(self.requests, "{request}").expect(SILENT);
        let mut line = String::new();
        self.answers.read_line(&mut line).expect(SILENT);
        let answer: Value = serde_json::from_str(&line).expect(SILENT);
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer),
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
