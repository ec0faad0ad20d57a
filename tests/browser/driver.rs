//! The system's Chromium through its chromedriver, in the words of W3C WebDriver.
//!
//! A dozen commands of JSON over HTTP, for which the harness has a client already: the crates that
//! speak WebDriver bring an HTTP stack of their own.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Request;

/// A browser may take its time to start on a machine that is compiling.
const PATIENCE: Duration = Duration::from_secs(90);

/// A browser with a profile of its own. Both programs end when this is dropped.
pub struct Driver {
    chromedriver: Child,
    host: String,
    session: String,
    browser: Option<u64>,
    folder: PathBuf,
}

/// What WebDriver calls an error, such as `no such element`.
pub type Answer = Result<Value, String>;

impl Driver {
    /// Fails where there is no Chromium: a test that silently does nothing shows nothing.
    pub fn start() -> Self {
        let folder = temporary_folder();
        let (chromedriver, host) = chromedriver(&folder);
        let mut driver = Self { chromedriver, host, session: String::new(), browser: None, folder };
        let wanted = json!({ "capabilities": { "alwaysMatch": driver.capabilities() } });
        let started = driver
            .send("POST", "/session", &wanted)
            .unwrap_or_else(|error| panic!("Chromium: {error}; scripts/install installs it"));
        driver.session = started["sessionId"].as_str().unwrap().to_owned();
        driver.browser = started["capabilities"]["goog:processID"].as_u64();
        driver
    }

    /// A command of the session.
    pub fn command(&self, method: &str, path: &str, body: Value) -> Answer {
        self.send(method, &format!("/session/{}{path}", self.session), &body)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = Request::new(method, &self.host, path).within(PATIENCE);
        let request = if method == "POST" { request.json(body) } else { request };
        let reply = request.send();
        let value = reply.json()["value"].take();
        if reply.status == 200 {
            return Ok(value);
        }
        Err(format!("{}: {}", value["error"], value["message"]))
    }

    fn capabilities(&self) -> Value {
        let profile = format!("--user-data-dir={}/profile", self.folder.display());
        let mut flags = vec![
            "--headless=new",
            "--disable-gpu",
            // The shared memory of a container is small.
            "--disable-dev-shm-usage",
            // A tab in the background is as awake as the one in front.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--no-first-run",
            "--lang=en-GB",
            "--window-size=1100,1250",
            &profile,
        ];
        if is_root() {
            // Chromium refuses to run as root with it.
            flags.push("--no-sandbox");
        }
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": flags },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A dead one cannot be asked, and a second panic would end the whole run.
        let alive = self.chromedriver.try_wait().is_ok_and(|ended| ended.is_none());
        if alive && !std::thread::panicking() {
            drop(self.command("DELETE", "", Value::Null));
        } else if let Some(browser) = self.browser {
            drop(Command::new("kill").args(["-KILL", &browser.to_string()]).status());
        }
        drop(self.chromedriver.kill());
        drop(self.chromedriver.wait());
        // Until its last process is gone, the browser puts new files there.
        for _ in 0..500 {
            if !self.folder.exists() || fs::remove_dir_all(&self.folder).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Starts it on a port that it picks, and tells `127.0.0.1:PORT`. All that it and the browser
/// leave behind is in the folder.
fn chromedriver(folder: &Path) -> (Child, String) {
    let mut command = Command::new("chromedriver");
    command.env("HOME", folder).env("TMPDIR", folder);
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME");
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("chromedriver: {error}; scripts/install installs it"));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.find(|line| line.as_ref().unwrap().contains("successfully on port"));
    let line = line.expect("chromedriver does not start").unwrap();
    let port: u16 = line.rsplit(' ').next().unwrap().trim_end_matches('.').parse().unwrap();
    // What it prints later has to go somewhere.
    std::thread::spawn(move || lines.for_each(drop));
    (child, format!("127.0.0.1:{port}"))
}

fn temporary_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("chromium-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    fs::create_dir(&folder).unwrap();
    folder
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
