//! What demands a login that is fresher than the one there is.

use crate::visit::Visit;

#[test]
fn a_login_that_is_too_old_is_confirmed_and_the_request_goes_through() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    browser.until("the login does not grow old", || visit.status("/c/recent") == 401);
    browser.click("#recent");
    browser.sees("#again", "Your password, once more");
    browser.picture("step-up");
    browser.fill("#again-password", "wrong horse");
    browser.click("#confirm [type=submit]");
    browser.sees("#again-answer", "unknown user or wrong password");
    browser.fill("#again-password", "correct horse");
    browser.click("#confirm [type=submit]");
    browser.sees("#recent-answer", "Open.");
    browser.misses("#again");
    // It is the same session, not one more.
    browser.sees("#who", "fresh");
    assert_eq!(browser.script("return document.querySelectorAll('#sessions li').length"), 1);
}

#[test]
fn a_transfer_after_a_renewal_asks_for_the_password() {
    let visit = Visit::logged_in(&[]);
    let browser = &visit.browser;
    browser.click("#renew");
    browser.sees("#who-answer", "Renewed.");
    browser.sees("#who", "renewed since the password was typed");
    browser.click("#transfer [type=submit]");
    browser.sees("#again", "Your password, once more");
    browser.click("#again-cancel");
    browser.sees("#transfer-answer", "401 token_not_fresh");
    browser.click("#transfer [type=submit]");
    browser.fill("#again-password", "correct horse");
    // The key Enter.
    browser.press("\u{E007}");
    browser.sees("#transfer-answer", "Transferred 25.");
    browser.sees("#who", "fresh, straight from the password");
}
