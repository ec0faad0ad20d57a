//! Logging in, renewing, logging out, and a link that works once.

use actix_paseto::codec::LocalKey;
use serde_json::json;

use crate::harness::{App, forged};
use crate::showcase;

#[test]
fn a_login_needs_the_right_password() {
    let app = showcase();
    for (user, password) in
        [("alice", "wrong horse"), ("alice", ""), ("mallory", "correct horse"), ("", "")]
    {
        let body = json!({ "user": user, "password": password });
        assert_eq!(app.post("/login").json(&body).send().status, 401);
    }
    assert_eq!(app.post("/login").json(&json!({ "user": "alice" })).send().status, 400);
    let granted = app.post("/login").json(&json!({ "user": "bob", "password": "correct horse" }));
    let granted = granted.send();
    assert!((899..=900).contains(&granted.json()["expires_in"].as_u64().unwrap()));
    let pair = granted.pair();
    assert_ne!(pair.access, pair.refresh);
}

#[test]
fn a_login_grants_what_there_is_room_for() {
    let app = showcase();
    let scopes: Vec<String> = (0..17).map(|n| format!("scope-{n}")).collect();
    let login = json!({ "user": "alice", "password": "correct horse", "scopes": scopes });
    assert_eq!(app.post("/login").json(&login).send().status, 422);
    app.login_as("alice", json!({ "scopes": scopes[..16] }));
}

#[test]
fn both_purposes_are_issued_and_opened() {
    let app = showcase();
    for (purpose, header) in [("local", "v4.local."), ("public", "v4.public.")] {
        let pair = app.login_as("alice", json!({ "purpose": purpose }));
        assert!(pair.access.starts_with(header) && pair.refresh.starts_with(header));
        assert_eq!(app.get("/me").bearer(&pair.access).send().json()["subject"], "alice");
        app.get("/me").bearer(&forged(&pair.access)).send().refused(401, "token_invalid");
    }
    let body = json!({ "user": "alice", "password": "correct horse", "purpose": "none" });
    assert_eq!(app.post("/login").json(&body).send().status, 400);
}

#[test]
fn a_purpose_that_is_not_accepted_is_refused() {
    let variables = [("PASETO_ACCEPT", "[v4.public]"), ("PASETO_ISSUE", "v4.public")];
    let app = App::start("showcase", &variables);
    let token = app.login_as("alice", json!({})).access;
    assert!(token.starts_with("v4.public."));
    assert_eq!(app.get("/me").bearer(&token).send().status, 200);
    let local = showcase().login_as("alice", json!({})).access;
    app.get("/me").bearer(&local).send().refused(401, "token_invalid");
    let body = json!({ "user": "alice", "password": "correct horse", "purpose": "local" });
    assert_eq!(app.post("/login").json(&body).send().status, 422);
}

#[test]
fn refresh_takes_refresh_tokens_only() {
    let app = showcase();
    let login = app.login_as("alice", json!({ "scopes": ["admin"] }));
    let renewed = app.post("/refresh").bearer(&login.refresh).send().pair();
    let told = app.get("/me").bearer(&renewed.access).send().json();
    assert_eq!((&told["fresh"], &told["scopes"]), (&json!(false), &json!(["admin"])));
    app.post("/refresh").bearer(&login.access).send().refused(401, "wrong_kind");
    app.post("/refresh").send().refused(401, "token_missing");
    app.post("/refresh").bearer(&forged(&renewed.refresh)).send().refused(401, "token_invalid");
}

#[test]
fn a_login_is_listed_by_what_its_program_calls_itself() {
    let app = showcase();
    let body = json!({ "user": "alice", "password": "correct horse" });
    let login = |agent: &str| {
        app.post("/login").header("user-agent", agent).json(&body).send().pair().access
    };
    login("curl/8.14.1");
    login(&"x".repeat(300));
    let last = app.post("/login").json(&body).send().pair().access;
    let cookie = format!("__Host-access={last}");
    let told = app.get("/c/sessions").header("cookie", cookie).send().json();
    let rows = told["sessions"].as_array().unwrap();
    let labels: Vec<_> = rows.iter().map(|row| row["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["unknown", &"x".repeat(40), "curl/8.14.1"]);
}

#[test]
fn a_refresh_token_that_comes_twice_ends_its_login() {
    let app = showcase();
    let (phone, laptop) = (app.login_as("alice", json!({})), app.login_as("alice", json!({})));
    let refresh = |token: &str| app.post("/refresh").bearer(token).send();
    let renewed = refresh(&phone.refresh).pair();
    assert_eq!(app.get("/me").bearer(&phone.access).send().status, 200);
    refresh(&phone.refresh).refused(401, "token_used");
    for token in [&phone.access, &renewed.access] {
        app.get("/me").bearer(token).send().refused(401, "token_revoked");
    }
    refresh(&renewed.refresh).refused(401, "token_revoked");
    refresh(&laptop.refresh).pair();
}

#[test]
fn within_the_grace_a_refresh_that_is_repeated_gets_the_same_login() {
    let app = App::start("showcase", &[("PASETO_FAMILY__GRACE", "30s")]);
    let login = app.login_as("alice", json!({}));
    let refresh = |token: &str| app.post("/refresh").bearer(token).send();
    let (one, two) = (refresh(&login.refresh).pair(), refresh(&login.refresh).pair());
    for pair in [&one, &two] {
        assert_eq!(app.get("/me").bearer(&pair.access).send().status, 200);
    }
    // One refresh token in two spellings.
    let last = refresh(&one.refresh).pair();
    refresh(&two.refresh).pair();
    refresh(&login.refresh).refused(401, "token_used");
    app.get("/me").bearer(&last.access).send().refused(401, "token_revoked");
}

#[test]
fn a_login_and_what_was_used_survive_a_restart_in_a_file() {
    let file = format!("{}/showcase-sessions.db", env!("CARGO_TARGET_TMPDIR"));
    drop(std::fs::remove_file(&file));
    let store = format!("file:{file}");
    let key = LocalKey::generate().unwrap().to_paserk();
    let variables = [
        ("PASETO_REVOCATION__STORE", store.as_str()),
        ("PASETO_KEYS__ACTIVE", key.expose()),
        ("PASETO_ACCEPT", "[v4.local]"),
    ];
    let before = App::start("showcase", &variables);
    let (phone, laptop) =
        (before.login_as("alice", json!({})), before.login_as("alice", json!({})));
    let renewed = before.post("/refresh").bearer(&phone.refresh).send().pair();
    before.terminate();
    let after = App::start("showcase", &variables);
    assert_eq!(after.get("/me").bearer(&renewed.access).send().status, 200);
    after.post("/refresh").bearer(&phone.refresh).send().refused(401, "token_used");
    after.get("/me").bearer(&renewed.access).send().refused(401, "token_revoked");
    after.post("/refresh").bearer(&laptop.refresh).send().pair();
    drop(std::fs::remove_file(&file));
}

#[test]
fn logout_ends_the_login_whichever_of_its_tokens_it_is_called_with() {
    let app = showcase();
    let (phone, laptop) = (app.login_as("alice", json!({})), app.login_as("alice", json!({})));
    let tablet = app.login_as("alice", json!({}));
    let post = |path: &str, token: &str| app.post(path).bearer(token).send();
    assert_eq!(post("/logout", &phone.access).status, 204);
    app.get("/me").bearer(&phone.access).send().refused(401, "token_revoked");
    app.get("/lenient").bearer(&phone.access).send().refused(401, "token_revoked");
    post("/logout", &phone.access).refused(401, "token_revoked");
    post("/refresh", &phone.refresh).refused(401, "token_revoked");
    let renewed = post("/refresh", &tablet.refresh).pair();
    assert_eq!(post("/logout", &renewed.refresh).status, 204);
    for token in [&tablet.access, &renewed.access] {
        app.get("/me").bearer(token).send().refused(401, "token_revoked");
    }
    assert_eq!(app.get("/me").bearer(&laptop.access).send().status, 200);
    app.post("/logout").send().refused(401, "token_missing");
}

#[test]
fn logout_everywhere_ends_all_tokens_and_a_new_login_counts_at_once() {
    let app = showcase();
    let (phone, laptop) = (app.login_as("alice", json!({})), app.login_as("alice", json!({})));
    let bob = app.login_as("bob", json!({}));
    let everywhere = app.post("/logout/everywhere").bearer(&phone.access).send();
    assert_eq!(everywhere.status, 204);
    let again = app.login_as("alice", json!({}));
    for ended in [&phone, &laptop] {
        app.get("/me").bearer(&ended.access).send().refused(401, "token_revoked");
        app.post("/refresh").bearer(&ended.refresh).send().refused(401, "token_revoked");
    }
    for live in [&again, &bob] {
        assert_eq!(app.get("/me").bearer(&live.access).send().status, 200);
        app.post("/refresh").bearer(&live.refresh).send().pair();
    }
    app.post("/logout/everywhere").bearer(&bob.refresh).send().refused(401, "wrong_kind");
}

#[test]
fn a_mailed_link_works_once() {
    let app = showcase();
    let alice = app.login_as("alice", json!({}));
    let mail = app.post("/email/request").bearer(&alice.access).send().json();
    let mail = mail["token"].as_str().unwrap();
    let verify = |token: &str| app.post("/email/verify").bearer(token).send();
    app.get("/me").bearer(mail).send().refused(401, "wrong_kind");
    app.post("/logout").bearer(mail).send().refused(401, "wrong_kind");
    verify(mail).is_json(json!({ "verified": "alice" }));
    verify(mail).refused(401, "token_used");
    verify(&alice.access).refused(401, "wrong_kind");
    app.post("/email/request").send().refused(401, "token_missing");
    app.post("/email/verify").send().refused(401, "token_missing");
}
