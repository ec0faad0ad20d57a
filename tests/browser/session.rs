//! Logging in and out, in one tab and in several.

use serde_json::json;

use crate::visit::Visit;

#[test]
fn a_login_outlives_a_reload_and_shows_no_token_to_script() {
    let visit = Visit::start(&[]);
    let browser = &visit.browser;
    browser.sees("#state", "Not logged in");
    visit.log_in("wrong horse");
    browser.sees("#notice", "unknown user or wrong password");
    visit.log_in("correct horse");
    browser.sees("#state", "Logged in as alice");
    browser.misses("#notice");
    browser.reload();
    browser.sees("#state", "Logged in as alice");
    let readable = browser.script("return document.cookie");
    let readable: Vec<&str> = readable.as_str().unwrap().split("; ").collect();
    assert!(matches!(readable[..], [only] if only.starts_with("__Host-csrf=")));
    let stored = browser.script("return localStorage.length + sessionStorage.length");
    assert_eq!(stored, 0);
    let cookies = browser.cookies();
    assert_eq!(cookies.len(), 3);
    for cookie in cookies {
        assert_eq!(cookie["httpOnly"], cookie["name"] != "__Host-csrf", "{}", cookie["name"]);
        assert_eq!(cookie["secure"], true);
        assert_eq!(cookie["sameSite"], "Lax");
    }
}

#[test]
fn a_logout_in_one_tab_closes_the_socket_of_the_other() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    let first = browser.tab();
    browser.click("#socket-open");
    browser.sees("#socket", "Open for alice");
    browser.fill("#words", "hello");
    browser.click("#say button");
    browser.sees("#socket-answer", "hello");
    browser.picture("socket-open");
    browser.new_tab();
    browser.open(&visit.url("/"));
    browser.sees("#state", "Logged in as alice");
    browser.click("#logout");
    browser.sees("#notice", "Logged out.");
    assert_eq!(browser.script("return document.cookie"), "");
    assert!(browser.cookies().is_empty());
    browser.switch(&first);
    browser.sees("#state", "Not logged in");
    browser.sees("#log", "1008 token revoked");
    browser.picture("socket-closed");
}

#[test]
fn another_session_is_listed_and_ended() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    let other = other_session(&visit);
    let me = || visit.app.get("/c/me").header("cookie", &other).send();
    assert_eq!(me().status, 200);
    browser.click("#ask");
    browser.sees("#sessions li:has(button)", "Firefox on Windows");
    browser.sees("#sessions li:has(.here)", "Chrome on Linux");
    browser.picture("sessions");
    browser.click("#sessions button");
    browser.sees("#sessions-answer", "Ended.");
    browser.misses("#sessions button");
    me().refused(401, "token_revoked");
    browser.reload();
    browser.sees("#state", "Logged in as alice");
}

/// The cookies of a login elsewhere.
fn other_session(visit: &Visit) -> String {
    let body = json!({ "user": "alice", "password": "correct horse" });
    let login = visit.app.post("/c/login").json(&body).header("origin", visit.url(""));
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let reply = login.header("user-agent", agent).send();
    assert_eq!(reply.status, 200, "{}", reply.body);
    let cookies = reply.headers.iter().filter(|(name, _)| name == "set-cookie");
    let pairs = cookies.map(|(_, cookie)| cookie.split(';').next().unwrap());
    pairs.collect::<Vec<_>>().join("; ")
}
