//! Routes that demand more than a live token.

use serde_json::json;

use crate::harness::{App, forged, wait};
use crate::showcase;

#[test]
fn anyone_may_ask_whether_it_is_well() {
    showcase().get("/healthz").bearer("nonsense").send().is_json(json!({ "status": "ok" }));
}

#[test]
fn me_tells_what_the_token_says() {
    let app = showcase();
    let pair = app.login_as("admin", json!({ "scopes": ["a", "b"] }));
    let told = app.get("/me").bearer(&pair.access).send().json();
    assert_eq!((&told["subject"], &told["kind"]), (&json!("admin"), &json!("access")));
    assert_eq!((&told["fresh"], &told["role"]), (&json!(true), &json!("staff")));
    assert_eq!(told["scopes"], json!(["a", "b"]));
    assert!(!told["jti"].as_str().unwrap().is_empty());
    assert!(told["footer"]["kid"].as_str().unwrap().starts_with("k4.lid."));
    app.get("/me").bearer(&pair.refresh).send().refused(401, "wrong_kind");
    for path in ["/me/", "//me", "/%6De", "/me;x", "/ME"] {
        assert_ne!(app.get(path).send().status, 200, "{path}");
    }
}

#[test]
fn optional_takes_none_or_a_good_one_and_lenient_takes_all() {
    let app = App::start("showcase", &[("PASETO_ACCESS_TTL", "3s")]);
    let pair = app.login_as("alice", json!({}));
    for path in ["/optional", "/lenient"] {
        app.get(path).send().is_json(json!({ "hello": "anonymous" }));
        app.get(path).bearer(&pair.access).send().is_json(json!({ "hello": "alice" }));
        app.get(path).bearer(&pair.refresh).send().refused(401, "wrong_kind");
        app.get(path).bearer("").send().refused(400, "invalid_request");
    }
    wait(3.1);
    app.get("/optional").bearer(&pair.access).send().refused(401, "token_expired");
    app.get("/optional").bearer(&forged(&pair.access)).send().refused(401, "token_invalid");
    for bad in [pair.access.as_str(), &forged(&pair.access), "nonsense"] {
        app.get("/lenient").bearer(bad).send().is_json(json!({ "hello": "anonymous" }));
    }
}

#[test]
fn transfers_need_a_login_and_are_not_read_before() {
    let app = showcase();
    let login = app.login_as("alice", json!({}));
    let renewed = app.post("/refresh").bearer(&login.refresh).send().pair();
    let transfer = |token: &str, body: &str| {
        let request =
            app.post("/transfer").bearer(token).header("content-type", "application/json");
        request.body(body).send()
    };
    transfer(&login.access, r#"{"amount":5}"#).is_json(json!({ "transferred": 5 }));
    transfer(&renewed.access, r#"{"amount":5}"#).refused(401, "token_not_fresh");
    // The body is no JSON, and only who may transfer learns of it.
    transfer(&renewed.access, "not json").refused(401, "token_not_fresh");
    assert_eq!(transfer(&login.access, "not json").status, 400);
    app.post("/transfer").body("not json").send().refused(401, "token_missing");
}

#[test]
fn recent_looks_at_the_age_of_the_login() {
    let app = showcase();
    let login = app.login_as("alice", json!({}));
    let recent = |token: &str| app.get("/recent").bearer(token).send();
    recent(&login.access).is_json(json!({ "ok": true }));
    let renewed = app.post("/refresh").bearer(&login.refresh).send().pair();
    recent(&renewed.access).refused(401, "token_not_fresh");
    wait(6.1);
    let stale = recent(&login.access);
    let challenge = stale.refused(401, "token_not_fresh").header("www-authenticate");
    assert!(challenge.contains("max_age=5"), "{challenge}");
    assert_eq!(app.get("/me").bearer(&login.access).send().status, 200);
}

#[test]
fn a_ledger_opens_to_its_own_tenant_only() {
    let app = showcase();
    let alpha = app.login_as("alice", json!({ "tenant": "alpha" })).access;
    let none = app.login_as("alice", json!({})).access;
    let ledger = |tenant: &str, token: &str| {
        app.get(&format!("/tenants/{tenant}/ledger")).bearer(token).send()
    };
    ledger("alpha", &alpha).is_json(json!({ "tenant": "alpha", "subject": "alice" }));
    for (tenant, token) in
        [("beta", &alpha), ("Alpha", &alpha), ("alpha%20", &alpha), ("alpha", &none)]
    {
        ledger(tenant, token).refused(401, "token_invalid");
    }
    app.get("/me").bearer(&alpha).send().refused(401, "token_invalid");
}

#[test]
fn scopes_are_compared_whole() {
    let app = showcase();
    let get = |path: &str, scopes: &[&str]| {
        let token = app.login_as("alice", json!({ "scopes": scopes })).access;
        app.get(path).bearer(&token).send()
    };
    get("/admin", &["admin"]).is_json(json!({ "ok": true }));
    for scopes in [&[][..], &["adminx"], &["xadmin"], &["Admin"], &["read admin"], &["admin:*"]] {
        let refused = get("/admin", scopes);
        let challenge = refused.refused(403, "scope_missing").header("www-authenticate");
        assert!(challenge.contains("scope=\"admin\""), "{challenge}");
    }
    for scopes in [&["orders:read"][..], &["x", "orders:admin"], &["orders:*"]] {
        get("/orders", scopes).is_json(json!({ "ok": true }));
    }
    for scopes in [&["orders"][..], &["orders:write"], &["orders:"], &["ordersx:*"]] {
        get("/orders", scopes).refused(403, "scope_missing");
    }
}

#[test]
fn staff_is_for_staff() {
    let app = showcase();
    let get = |user: &str| {
        let token = app.login_as(user, json!({ "scopes": ["admin"] })).access;
        app.get("/staff").bearer(&token).send()
    };
    get("admin").is_json(json!({ "ok": true }));
    get("alice").refused(403, "requirement_failed");
    app.get("/staff").send().refused(401, "token_missing");
}

#[test]
fn an_upload_reaches_the_handler_whole() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let bytes = vec![0xff_u8; 200_000];
    let length = json!({ "length": bytes.len() });
    app.post("/upload").bearer(&token).body(bytes).send().is_json(length);
    app.post("/upload").body("data").send().refused(401, "token_missing");
    app.post("/upload").bearer(&forged(&token)).body("data").send().refused(401, "token_invalid");
}
