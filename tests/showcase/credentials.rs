//! Whatever stands in the header, in every form that is not one good token.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::harness::{App, Reply, forged};
use crate::showcase;

fn me(app: &App, authorization: impl AsRef<[u8]>) -> Reply {
    app.get("/me").header("authorization", authorization).send()
}

#[test]
fn without_a_token_the_challenge_names_no_error() {
    let app = showcase();
    let refused = app.get("/me").send();
    refused.refused(401, "token_missing");
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"showcase\"");
    // Somebody else's credentials are none of ours.
    me(&app, "Basic YWxpY2U6Y29ycmVjdCBob3JzZQ==").refused(401, "token_missing");
}

#[test]
fn malformed_credentials_are_a_bad_request() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    for bad in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer {token} {token}"),
        format!("Bearer {token},"),
        format!("Bearer {token}é"),
        format!("Bearer {token}\u{202e}"),
        format!("Bearer\t{token}\t{token}"),
    ] {
        let refused = me(&app, &bad);
        assert!([400, 401].contains(&refused.status), "{bad}: {}", refused.status);
    }
    me(&app, "Bearer ").refused(400, "invalid_request");
    me(&app, b"Bearer \xff\xfe").refused(400, "invalid_request");
    let two = app.get("/me").bearer(&token).bearer(&token).send();
    two.refused(400, "invalid_request");
    assert_eq!(me(&app, format!("Bearer  {token}")).status, 200);
    assert_eq!(me(&app, format!("bEARER {token}")).status, 200);
}

#[test]
fn headers_of_proxies_let_nobody_in() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let request = app.get("/me").header("x-forwarded-user", "alice");
    let request = request.header("x-original-authorization", format!("Bearer {token}"));
    request.send().refused(401, "token_missing");
}

#[test]
fn all_that_is_wrong_with_a_token_looks_the_same() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let alien = showcase().login_as("alice", json!({})).access;
    let other = app.login_as("alice", json!({ "tenant": "alpha" })).access;
    let answer = |token: &str| {
        let refused = me(&app, format!("Bearer {token}"));
        refused.refused(401, "token_invalid");
        (refused.body.clone(), refused.header("www-authenticate").to_owned())
    };
    let expected = answer("nonsense");
    let (header, _) = token.rsplit_once('.').unwrap();
    for bad in [
        format!("{token}."),
        format!("{token}.."),
        format!("{token}.x"),
        format!("{header}.{}", URL_SAFE_NO_PAD.encode("{}")),
        header.to_owned(),
        token.replace("v4.local", "V4.local"),
        token.replace("v4.local", "v4.LOCAL"),
        token.replace("v4.local", "v4.public"),
        token.replace("v4.local", "v3.local"),
        token.replace("v4.local", "v5.local"),
        token.replace("v4.local", "v4c.local"),
        forged(&token),
        alien,
        other,
        STANDARD.encode(&token),
        URL_SAFE_NO_PAD.encode(STANDARD.encode(&token)),
        "v4.local.".to_owned(),
        format!("v4.local.{}", ".".repeat(100_000)),
        "A".repeat(126_000),
    ] {
        assert_eq!(answer(&bad), expected, "{}", &bad[..bad.len().min(80)]);
    }
}

#[test]
fn no_character_at_the_end_can_be_exchanged() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let (rest, footer) = token.rsplit_once('.').unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
    let last = rest.chars().next_back().unwrap();
    for other in alphabet.chars().filter(|other| *other != last) {
        let bad = format!("{}{other}.{footer}", &rest[..rest.len() - 1]);
        me(&app, format!("Bearer {bad}")).refused(401, "token_invalid");
    }
    assert_eq!(me(&app, format!("Bearer {token}")).status, 200);
}
