//! A keyring daemon on the bus of this session, and the programs that talk to it.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::os::session::printed;

/// `gnome-keyring-daemon`, killed when this is dropped.
pub(crate) struct Desktop(Child);

impl Desktop {
    /// Opens the login keyring, or makes it if there is none yet.
    pub(crate) fn start() -> Self {
        Self::start_with("the password")
    }

    pub(crate) fn start_with(password: &str) -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--unlock", "--components=secrets", "--foreground"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        let desktop = Self(child);
        wait_for_service();
        desktop
    }

    /// The end of the service: `kill -9`.
    pub(crate) fn kill(mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }

    /// `kill -STOP`: the bus takes calls for it, and nobody answers them.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// `kill -CONT`.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        assert!(printed("kill", &[signal, &self.0.id().to_string()]).is_some());
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

pub(crate) fn wait_for_service() {
    let begun = Instant::now();
    while !has_service() {
        assert!(begun.elapsed() < Duration::from_secs(30), "no keyring daemon comes up");
        thread::sleep(Duration::from_millis(20));
    }
}

fn has_service() -> bool {
    let bus = ["call", "--session", "-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus"];
    let method = ["-m", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"];
    let answer = printed("gdbus", &[bus.as_slice(), &method].concat());
    answer.is_some_and(|answer| String::from_utf8_lossy(&answer).contains("true"))
}

/// Locks the login keyring, as the desktop does with the screen.
pub(crate) fn lock() {
    let secrets = ["-d", "org.freedesktop.secrets", "-o", "/org/freedesktop/secrets"];
    let method = ["-m", "org.freedesktop.Secret.Service.Lock"];
    let login = r#"["/org/freedesktop/secrets/collection/login"]"#;
    let all = [["call", "--session"].as_slice(), &secrets, &method, &[login]].concat();
    assert!(printed("gdbus", &all).is_some());
}

/// `secret-tool store`, with these attributes.
pub(crate) fn store(attributes: &str, value: &[u8]) {
    let mut command = Command::new("secret-tool");
    command.args(["store", "--label=of another program"]).args(attributes.split(' '));
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(value).unwrap();
    assert!(child.wait().unwrap().success(), "secret-tool store {attributes}");
}

/// `secret-tool lookup`.
pub(crate) fn lookup(attributes: &str) -> Option<Vec<u8>> {
    let words = ["lookup"].into_iter().chain(attributes.split(' '));
    printed("secret-tool", &words.collect::<Vec<_>>())
}

/// As [`store`], longer than `secret-tool` allows. The session is unencrypted: it is the service's
/// content that counts.
const LONG: &str = r#"
import sys, dbus
secrets = "org.freedesktop.Secret."
bus = dbus.SessionBus()
def at(path, interface):
    return dbus.Interface(bus.get_object("org.freedesktop.secrets", path), secrets + interface)
_, session = at("/org/freedesktop/secrets", "Service").OpenSession("plain", "")
value = dbus.ByteArray(b"x" * int(sys.argv[3]))
about = {
    secrets + "Item.Label": "long",
    secrets + "Item.Attributes": dbus.Dictionary(
        {"service": sys.argv[1], "username": sys.argv[2]}, signature="ss"),
}
login = at("/org/freedesktop/secrets/collection/login", "Collection")
login.CreateItem(about, (session, dbus.ByteArray(b""), value, "text/plain"), True)
"#;

/// Makes an item of so many bytes.
pub(crate) fn store_long(service: &str, user: &str, length: usize) {
    let length = length.to_string();
    assert!(printed(PYTHON, &["-c", LONG, service, user, &length]).is_some());
}

/// Debian's own: its D-Bus modules are no packages of `PyPI`.
pub(crate) const PYTHON: &str = "/usr/bin/python3";
