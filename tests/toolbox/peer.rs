//! A Python process that answers line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

pub struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    pub fn start() -> Self {
        // `scripts/install` puts it beside the target folder's `tmp`.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/toolbox/peer.py");
        let mut process = Command::new(target.join("python/bin/python"))
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("run scripts/install first");
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self { process, input, output }
    }

    fn answer(&mut self, function: &str, with: Value) -> Value {
        writeln!(self.input, "{}", json!({ "do": function, "with": with })).unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{function}: {line:?}"))
    }

    pub fn ask(&mut self, function: &str, with: Value) -> Value {
        let answer = self.answer(function, with);
        answer.get("ok").cloned().unwrap_or_else(|| panic!("{function}: {answer}"))
    }

    pub fn text(&mut self, function: &str, with: Value) -> String {
        self.ask(function, with).as_str().unwrap().to_owned()
    }

    pub fn bytes(&mut self, function: &str, with: Value) -> Vec<u8> {
        STANDARD.decode(self.text(function, with)).unwrap()
    }

    pub fn refuses(&mut self, function: &str, with: Value) -> bool {
        self.answer(function, with).get("refused").is_some()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

pub fn b64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// Contents that tend to break an encoding.
pub fn contents() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = (0..=48).map(|length| vec![b'a'; length]).collect();
    all.extend(["k4.local secret é".into(), vec![0; 16], (0..=255).collect(), vec![0xff; 100_000]]);
    all
}
