//! What a user does with a browser, and sees in it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::driver::{Answer, Driver};

/// How long anything may take to appear. Nothing waits for this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// What WebDriver calls the reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with an empty profile.
pub struct Browser(Driver);

/// One of its tabs, by its handle.
#[derive(Clone)]
pub struct Tab(Value);

impl Browser {
    pub fn start() -> Self {
        Self(Driver::start())
    }

    /// Goes to an address in the tab in front.
    pub fn open(&self, url: &str) {
        self.0.command("POST", "/url", json!({ "url": url })).unwrap();
    }

    pub fn reload(&self) {
        self.0.command("POST", "/refresh", json!({})).unwrap();
    }

    /// The tab in front.
    pub fn tab(&self) -> Tab {
        Tab(self.0.command("GET", "/window", Value::Null).unwrap())
    }

    /// Opens another tab and puts it in front.
    pub fn new_tab(&self) -> Tab {
        let made = self.0.command("POST", "/window/new", json!({ "type": "tab" })).unwrap();
        let tab = Tab(made["handle"].clone());
        self.switch(&tab);
        tab
    }

    pub fn switch(&self, tab: &Tab) {
        self.0.command("POST", "/window", json!({ "handle": tab.0 })).unwrap();
    }

    /// Presses what is there to be seen and pressed.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.until(&format!("`{css}` cannot be pressed"), || {
            self.at(css, "POST", "click", json!({})).is_ok()
        });
    }

    /// Replaces what stands in a field.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        self.until(&format!("`{css}` takes no text"), || {
            self.at(css, "POST", "clear", json!({})).is_ok()
                && self.at(css, "POST", "value", json!({ "text": text })).is_ok()
        });
    }

    /// Presses a key, wherever the focus is.
    pub fn press(&self, key: &str) {
        let keys = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": keys });
        self.0.command("POST", "/actions", json!({ "actions": [keyboard] })).unwrap();
    }

    /// Waits until a visible element says this.
    #[track_caller]
    pub fn sees(&self, css: &str, words: &str) {
        self.until(&format!("`{css}` does not say `{words}`"), || self.text(css).contains(words));
    }

    /// Waits until there is no such element, or it is not to be seen.
    #[track_caller]
    pub fn misses(&self, css: &str) {
        self.until(&format!("`{css}` is still there"), || self.text(css).is_empty());
    }

    /// The visible text of the first such element; empty if there is none.
    pub fn text(&self, css: &str) -> String {
        let text = self.at(css, "GET", "text", Value::Null);
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// All of the page's cookies, also those that script cannot read.
    pub fn cookies(&self) -> Vec<Value> {
        let cookies = self.0.command("GET", "/cookie", Value::Null).unwrap();
        cookies.as_array().unwrap().clone()
    }

    /// Runs the body of a function; a promise is waited for.
    pub fn script(&self, body: &str) -> Value {
        self.0.command("POST", "/execute/sync", json!({ "script": body, "args": [] })).unwrap()
    }

    /// A command of the browser's own protocol.
    pub fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        self.0.command("POST", "/goog/cdp/execute", body).unwrap();
    }

    /// Holds up every answer to the tab in front: what its requests start in one moment is still
    /// under way in the next.
    pub fn hold_up(&self, milliseconds: u32) {
        let conditions = json!({
            "offline": false,
            "latency": milliseconds,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions);
    }

    /// What has crossed the network since the last call: the browser's own record.
    pub fn network(&self) -> Vec<Value> {
        let log = self.log("performance");
        let messages = log.iter().map(|entry| {
            let text = entry["message"].as_str().unwrap();
            serde_json::from_str::<Value>(text).unwrap()["message"].take()
        });
        messages.collect()
    }

    /// What the console complains of since the last call, but for answers that are no success.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.log("browser");
        let messages = log.iter().map(|entry| entry["message"].as_str().unwrap().to_owned());
        messages.filter(|message| !message.contains("Failed to load resource")).collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.0.command("POST", "/se/log", json!({ "type": kind })).unwrap();
        log.as_array().unwrap().clone()
    }

    /// Kept only where the variable `SCREENSHOTS` names a folder.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS") else { return };
        let picture = self.0.command("GET", "/screenshot", Value::Null).unwrap();
        let picture = STANDARD.decode(picture.as_str().unwrap()).unwrap();
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join(name).with_extension("png"), picture).unwrap();
    }

    fn at(&self, css: &str, method: &str, what: &str, body: Value) -> Answer {
        let wanted = json!({ "using": "css selector", "value": css });
        let found = self.0.command("POST", "/element", wanted)?;
        let id = found[ELEMENT].as_str().unwrap();
        self.0.command(method, &format!("/element/{id}/{what}"), body)
    }

    #[track_caller]
    pub fn until(&self, failure: &str, mut holds: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !holds() {
            if begun.elapsed() > PATIENCE {
                self.picture("failure");
                panic!("{failure}; the page:\n{}", self.text("body"));
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
}
