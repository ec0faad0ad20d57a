//! Tokens in every place but the usual header.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::harness::forged;
use crate::showcase;

#[test]
fn a_wrapped_token_has_exactly_one_layer() {
    let app = showcase();
    let raw = app.login_as("alice", json!({})).access;
    let twin = app.get("/base64/token").bearer(&raw).send().json();
    let get = |token: &str| app.get("/base64").bearer(token).send();
    for good in [twin["token"].as_str().unwrap(), &STANDARD.encode(&raw)] {
        assert_eq!(get(good).json()["subject"], "alice");
    }
    assert_eq!(get(&URL_SAFE_NO_PAD.encode(&raw)).json()["subject"], "alice");
    for bad in [
        raw.clone(),
        STANDARD.encode(STANDARD.encode(&raw)),
        STANDARD.encode(forged(&raw)),
        format!("{}=", STANDARD.encode(&raw)),
        format!("{}A", STANDARD.encode(&raw)),
        URL_SAFE.encode(format!("{raw}~~")),
        STANDARD.encode(b"\xff\xfe"),
    ] {
        get(&bad).refused(401, "token_invalid");
    }
    app.get("/me").bearer(&STANDARD.encode(&raw)).send().refused(401, "token_invalid");
    app.get("/base64").send().refused(401, "token_missing");
    app.get("/base64/token").send().refused(401, "token_missing");
}

#[test]
fn a_token_in_the_body() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let post = |body: &str| app.post("/json").body(body).send();
    let good = json!({ "before": [1], "access_token": token, "after": {} }).to_string();
    assert_eq!(post(&good).json()["subject"], "alice");
    post(&json!({ "access_token": forged(&token) }).to_string()).refused(401, "token_invalid");
    let nested = json!({ "x": { "access_token": token } }).to_string();
    for none in ["", "{}", "[]", "not json", "{\"access_token\"", &nested] {
        post(none).refused(401, "token_missing");
    }
    let twice = format!("{{\"access_token\":\"{token}\",\"access_token\":\"{token}\"}}");
    let long = json!({ "access_token": token, "more": "x".repeat(17_000) }).to_string();
    for bad in [&twice, &long, "{\"access_token\":null}", "{\"access_token\":[\"x\"]}"] {
        post(bad).refused(400, "invalid_request");
    }
    app.post("/json").bearer(&token).body("{}").send().refused(401, "token_missing");
}

#[test]
fn a_token_in_the_address() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let get = |query: &str| app.get(&format!("/query{query}")).send();
    assert_eq!(get(&format!("?token={token}")).json()["subject"], "alice");
    assert_eq!(get(&format!("?x=1&%74oken={token}")).json()["subject"], "alice");
    get("").refused(401, "token_missing");
    get(&format!("?Token={token}")).refused(401, "token_missing");
    get(&format!("?token={}", forged(&token))).refused(401, "token_invalid");
    get(&format!("?token={token}&token={token}")).refused(400, "invalid_request");
    get("?token=").refused(400, "invalid_request");
    app.get("/query").bearer(&token).send().refused(401, "token_missing");
    app.get(&format!("/me?token={token}")).send().refused(401, "token_missing");
}

#[test]
fn a_token_in_a_header_of_its_own() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let get = |value: &str| app.get("/custom-header").header("x-token", value).send();
    assert_eq!(get(&token).json()["subject"], "alice");
    get(&forged(&token)).refused(401, "token_invalid");
    get(&format!("Bearer {token}")).refused(400, "invalid_request");
    get("").refused(401, "token_missing");
    let two = app.get("/custom-header").header("x-token", &token).header("x-token", &token);
    two.send().refused(400, "invalid_request");
    app.get("/custom-header").bearer(&token).send().refused(401, "token_missing");
}
