//! Requests that the user did not mean.

use crate::foreign;
use crate::visit::{Visit, answers};

#[test]
fn a_transfer_needs_the_header_that_only_our_page_can_send() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    browser.click("#transfer [type=submit]");
    browser.sees("#transfer-answer", "Transferred 25.");
    browser.click("#forged");
    browser.sees("#transfer-answer", "403 csrf_failed");
    // In words: what is missing, by its name.
    browser.sees("#transfer-answer", "X-CSRF-Token");
    browser.picture("refusal");
    browser.fill("#amount", "40");
    browser.click("#transfer [type=submit]");
    browser.sees("#transfer-answer", "Transferred 40.");
}

#[test]
fn a_page_of_another_site_has_no_cookie_to_send() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    let foreign = foreign::serve(visit.app.host());
    // To a browser, a name and a number are two sites.
    let foreign = format!("http://localhost:{foreign}/");
    let transfer = visit.url("/c/transfer");
    browser.open(&foreign);
    browser.network();
    browser.click("#simple");
    browser.sees("#told", "answer: opaque 0");
    assert_eq!(answers(&browser.network(), &transfer), [(401, false)]);
    browser.click("#preflighted");
    browser.sees("#told", "no answer");
    assert_eq!(answers(&browser.network(), &transfer), []);
    browser.click("#form button");
    browser.sees("body", "token_missing");
    assert_eq!(answers(&browser.network(), &transfer), [(401, false)]);
    refuses_the_rest(&visit, &foreign);
}

#[test]
fn a_page_of_another_origin_sends_the_cookie_in_vain() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    let foreign = foreign::serve(visit.app.host());
    // Another port is the same site: the cookie goes along.
    let foreign = format!("http://127.0.0.1:{foreign}/");
    let transfer = visit.url("/c/transfer");
    browser.open(&foreign);
    browser.network();
    browser.click("#simple");
    browser.sees("#told", "answer: opaque 0");
    assert_eq!(answers(&browser.network(), &transfer), [(403, true)]);
    browser.click("#preflighted");
    browser.sees("#told", "no answer");
    assert_eq!(answers(&browser.network(), &transfer), []);
    browser.click("#form button");
    browser.sees("body", "csrf_failed");
    assert_eq!(answers(&browser.network(), &transfer), [(403, true)]);
    refuses_the_rest(&visit, &foreign);
}

/// No socket, no login as somebody else; and the session is what it was.
fn refuses_the_rest(visit: &Visit, foreign: &str) {
    let browser = &visit.browser;
    browser.open(foreign);
    browser.click("#socket");
    browser.sees("#told", "it closed: 1006");
    browser.network();
    browser.click("#login-form-button");
    browser.until("the browser stays", || browser.text("#told").is_empty());
    browser.until("the login is not refused", || {
        let network = browser.network();
        answers(&network, &visit.url("/c/login")).iter().any(|(status, _)| *status == 403)
    });
    browser.open(&visit.url("/"));
    browser.sees("#state", "Logged in as alice");
}
