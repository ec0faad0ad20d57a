//! The page on other screens, and without a mouse.

use serde_json::json;

use crate::visit::Visit;

const ENTER: &str = "\u{E007}";
const TAB: &str = "\u{E004}";

#[test]
fn the_keyboard_alone_logs_in_and_out() {
    let visit = Visit::start(&[]);
    let browser = &visit.browser;
    browser.sees("#state", "Not logged in");
    browser.picture("logged-out");
    for key in "alice".chars().map(String::from).chain([TAB.to_owned()]) {
        browser.press(&key);
    }
    for key in "correct horse".chars().map(String::from).chain([ENTER.to_owned()]) {
        browser.press(&key);
    }
    browser.sees("#state", "Logged in as alice");
    browser.sees("#sessions", "This one");
    browser.picture("logged-in");
    browser.until("the logout is not reached", || {
        browser.press(TAB);
        browser.script("return document.activeElement.id") == "logout"
    });
    browser.press(ENTER);
    browser.sees("#notice", "Logged out.");
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[test]
fn the_page_runs_no_script_but_its_own() {
    let visit = Visit::start(&[]);
    let browser = &visit.browser;
    browser.sees("#state", "Not logged in");
    let rules = visit.app.get("/").send();
    let rules = rules.header("content-security-policy");
    assert!(rules.contains("script-src 'self';") && !rules.contains("unsafe"), "{rules}");
    let foreign = browser.script(
        "const script = document.createElement('script'); document.body.append(script); \
         try { script.src = 'data:text/javascript,document.title = 1'; } \
         catch (error) { return error.name; }",
    );
    assert_eq!(foreign, "TypeError");
    browser.script("await fetch('http://localhost:1/').catch(() => {})");
    browser.until("it is not complained of", || {
        browser.complaints().iter().any(|complaint| complaint.contains("Content Security Policy"))
    });
    assert_eq!(browser.script("return document.title"), "Showcase of actix-paseto");
}

#[test]
fn narrow_and_dark_screens_show_everything() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    browser.devtools("Emulation.setEmulatedMedia", dark);
    browser.click("#forged");
    browser.sees("#transfer-answer", "csrf_failed");
    browser.picture("dark");
    let narrow = json!({ "width": 360, "height": 1900, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", narrow);
    let scroll = "return document.documentElement.scrollWidth";
    browser.until("it is wider than the screen", || browser.script(scroll) == 360);
    browser.picture("narrow-dark");
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [] }));
    browser.picture("narrow");
}
