//! A session of a test's own, and one test of this program within it.

use std::path::Path;

use crate::server::{Folder, program};

/// No service files: what is not started here is not there, and nobody is asked for a password.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// Runs an ignored test under a session keyring and a bus.
#[cfg(feature = "secret-service")]
pub(crate) fn on_a_bus(test: &str) {
    let folder = Folder::new("bus");
    let config = folder.join("bus.conf");
    let listen = folder.0.display().to_string();
    std::fs::write(&config, BUS.replace("FOLDER", &listen)).unwrap();
    let config = format!("--config-file={}", config.display());
    run(&["keyctl", "session", "-", "dbus-run-session", &config, "--"], &folder.0, &[], test);
}

/// Runs an ignored test with this as the address of its bus.
#[cfg(feature = "secret-service")]
pub(crate) fn with_bus_at(address: &str, test: &str) {
    let folder = Folder::new("bus");
    run(&[], &folder.0, &[("DBUS_SESSION_BUS_ADDRESS", address)], test);
}

/// Runs an ignored test under these programs.
#[cfg(feature = "keyutils")]
pub(crate) fn under(programs: &[&str], test: &str) {
    run(programs, &Folder::new("keys").0, &[], test);
}

fn run(programs: &[&str], home: &Path, variables: &[(&str, &str)], test: &str) {
    let mut command = program("timeout");
    command.arg("120").args(programs).arg(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(name);
    }
    for name in ["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(name, home);
    }
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let missing = "if a program is missing, run scripts/install";
    let has_run = output.status.success() && printed.contains("test result: ok. 1 passed");
    assert!(has_run, "{test}: {}; {missing}\n{printed}\n{errors}", output.status);
}

/// What a program prints, if it succeeds.
pub(crate) fn printed(name: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = program(name).args(arguments).output().unwrap();
    output.status.success().then_some(output.stdout)
}
