//! Access tokens that expire while the page is open.

use crate::visit::{Visit, answers};

const BRIEF: (&str, &str) = ("PASETO_ACCESS_TTL", "2s");

#[test]
fn an_expired_token_is_renewed_in_silence_and_once() {
    let visit = Visit::logged_in(&[BRIEF]);
    let browser = &visit.browser;
    visit.expires();
    browser.click("#ask");
    browser.sees("#who", "renewed since the password was typed");
    browser.sees("#log", "POST /c/refresh");
    browser.sees("#state", "Logged in as alice");
    visit.expires();
    browser.network();
    // The page's own module, as five of its parts might use it at once.
    let told = browser.script(
        "const { request } = await import('/page/wire.js'); \
         const all = Array.from({ length: 5 }, () => request('GET', '/c/me')); \
         return (await Promise.all(all)).map((me) => me.subject).join()",
    );
    assert_eq!(told, "alice,alice,alice,alice,alice");
    let renewed = answers(&browser.network(), &visit.url("/c/refresh"));
    assert_eq!(renewed.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [200]);
}

#[test]
fn a_socket_that_ended_with_its_token_is_opened_again() {
    let visit = Visit::logged_in(&[BRIEF]);
    let browser = &visit.browser;
    for _ in 0..2 {
        browser.click("#socket-open");
        browser.sees("#socket", "1008 token expired");
        browser.sees("#state", "Logged in as alice");
        browser.picture("socket-ended");
    }
}

/// By turns, that is: without a grace a refresh token that comes twice ends the session.
#[test]
fn two_tabs_that_renew_at_once_stay_logged_in() {
    two_tabs_renew_at_once("0s");
}

#[test]
fn two_tabs_that_renew_at_once_stay_logged_in_with_a_grace_too() {
    two_tabs_renew_at_once("10s");
}

fn two_tabs_renew_at_once(grace: &str) {
    let variables = [("PASETO_ACCESS_TTL", "4s"), ("PASETO_FAMILY__GRACE", grace)];
    let visit = Visit::logged_in(&variables);
    let browser = &visit.browser;
    let first = browser.tab();
    let second = browser.new_tab();
    browser.open(&visit.url("/"));
    browser.sees("#sessions", "This one");
    visit.expires();
    let soon = browser.script("return Date.now() + 500");
    for tab in [&first, &second] {
        browser.switch(tab);
        browser.hold_up(200);
        browser.script(&format!(
            "document.querySelector('#log').replaceChildren(); \
             setTimeout(() => document.querySelector('#ask').click(), {soon} - Date.now())"
        ));
    }
    for tab in [&first, &second] {
        browser.switch(tab);
        browser.sees("#log", "GET /c/sessions");
        browser.sees("#state", "Logged in as alice");
    }
    browser.click("#renew");
    browser.sees("#who-answer", "Renewed.");
}

#[test]
fn careless_refreshes_at_once_end_the_session() {
    let visit = Visit::logged_in(&[]);
    let told = careless_refreshes(&visit);
    assert_eq!(told.iter().filter(|status| **status == 200).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|status| **status == 401).count(), 2, "{told:?}");
    visit.browser.click("#ask");
    visit.browser.sees("#notice", "401 token_revoked");
    visit.browser.sees("#state", "Not logged in");
}

#[test]
fn careless_refreshes_at_once_do_no_harm_within_the_grace() {
    let visit = Visit::logged_in(&[("PASETO_FAMILY__GRACE", "10s")]);
    assert_eq!(careless_refreshes(&visit), [200, 200, 200]);
    visit.browser.click("#renew");
    visit.browser.sees("#who-answer", "Renewed.");
}

/// As of pages that know of no lock: each sends the refresh token that another is using up.
fn careless_refreshes(visit: &Visit) -> Vec<u64> {
    visit.browser.hold_up(200);
    let told = visit.browser.script(
        "const headers = { 'X-CSRF-Token': document.cookie.split('=')[1] }; \
         const refresh = () => fetch('/c/refresh', { method: 'POST', headers }); \
         const all = await Promise.all([refresh(), refresh(), refresh()]); \
         return all.map((answer) => answer.status)",
    );
    told.as_array().unwrap().iter().map(|status| status.as_u64().unwrap()).collect()
}
