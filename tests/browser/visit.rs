//! A showcase and a browser that looks at its page.

use serde_json::Value;

use crate::browser::Browser;
use crate::harness::App;

pub struct Visit {
    pub browser: Browser,
    pub app: App,
}

impl Visit {
    /// The page as it comes, with these variables of the showcase.
    pub fn start(variables: &[(&str, &str)]) -> Self {
        let visit = Self { app: App::start("showcase", variables), browser: Browser::start() };
        visit.browser.open(&visit.url("/"));
        visit
    }

    /// After a login as alice.
    #[track_caller]
    pub fn logged_in(variables: &[(&str, &str)]) -> Self {
        let visit = Self::start(variables);
        visit.log_in("correct horse");
        visit.browser.sees("#state", "Logged in as alice");
        visit.browser.sees("#sessions", "This one");
        visit
    }

    #[track_caller]
    pub fn log_in(&self, password: &str) {
        self.browser.fill("#user", "alice");
        self.browser.fill("#password", password);
        self.browser.click("#login button");
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.app.host())
    }

    /// What a request of the page itself is answered, without the page's own care for it.
    pub fn status(&self, path: &str) -> u64 {
        let answer = self.browser.script(&format!("return fetch('{path}').then(a => a.status)"));
        answer.as_u64().unwrap()
    }

    /// The access token is no longer taken.
    #[track_caller]
    pub fn expires(&self) {
        self.browser.until("the token does not expire", || self.status("/c/me") == 401);
    }
}

/// The statuses of the answers to requests for `url`, and whether each carried one of our cookies,
/// by the browser's own record.
pub fn answers(network: &[Value], url: &str) -> Vec<(u64, bool)> {
    let about = |method: &'static str, id: &Value| {
        let id = id.clone();
        let fits =
            move |event: &&Value| event["method"] == method && event["params"]["requestId"] == id;
        network.iter().find(fits).map(|event| &event["params"])
    };
    let requests = network.iter().filter(|event| {
        event["method"] == "Network.requestWillBeSent"
            && event["params"]["request"]["url"] == url
            && event["params"]["request"]["method"] != "OPTIONS"
    });
    let answers = requests.filter_map(|event| {
        let id = &event["params"]["requestId"];
        let status = about("Network.responseReceivedExtraInfo", id)?["statusCode"].as_u64()?;
        let sent = about("Network.requestWillBeSentExtraInfo", id)?;
        let cookies = sent["headers"]["Cookie"].as_str().unwrap_or_default();
        Some((status, cookies.contains("__Host-access=")))
    });
    answers.collect()
}
