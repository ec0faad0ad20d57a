//! An empty database, made once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::servers::redis::{Home, program};

/// Where Debian keeps what only an operator calls.
pub fn tool(name: &str) -> String {
    let newest = std::fs::read_dir("/usr/lib/postgresql").ok().and_then(|folder| {
        let versions = folder.filter_map(|entry| Some(entry.ok()?.path()));
        versions.filter(|path| path.join("bin/postgres").exists()).max()
    });
    let folder = newest.expect("postgresql; scripts/install installs it");
    folder.join("bin").join(name).display().to_string()
}

/// Copies it to where a server will run.
pub fn copy_to(data: &Path, home: &Home) {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    let template = TEMPLATE.get_or_init(template);
    run(program("cp", home).arg("-a").arg(template).arg(data));
}

/// Kept over the runs: it takes longer to make than most tests to run.
fn template() -> PathBuf {
    let version = tool("postgres").replace('/', "-");
    let kept = std::env::temp_dir().join(format!("paseto-template{version}-{}", owner()));
    if !kept.exists() {
        let home = Home::new("template");
        let made = home.file("data");
        let mut init = program(&tool("initdb"), &home);
        init.arg("-D").arg(&made).args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]);
        run(init.arg("--locale=C"));
        // Whoever comes second keeps what the first has made.
        drop(std::fs::rename(made, &kept));
    }
    kept
}

fn owner() -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").map_or(0, |own| own.uid())
}

pub fn run(command: &mut std::process::Command) {
    let done = command.stderr(std::process::Stdio::piped()).output();
    let done = done.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}
