//! Examples of what a guard demands.

use serde_json::{Value, json};

use crate::harness::{App, forged, wait};

#[test]
fn quickstart() {
    let app = App::start("quickstart", &[]);
    let login = |user: &str| app.post("/login").json(&json!({ "user": user })).send().pair();
    let (alice, bob) = (login("alice"), login("bob"));
    app.get("/me").bearer(&alice.access).send().is("alice is a manager\n");
    let transfer = |token: &str| app.post("/transfer").bearer(token).json(&json!(5)).send();
    transfer(&alice.access).is("transferred 5\n");
    transfer(&bob.access).refused(403, "requirement_failed");
    let renewed = app.post("/refresh").bearer(&alice.refresh).send().pair();
    transfer(&renewed.access).refused(401, "token_not_fresh");
    app.get("/me").send().refused(401, "token_missing");
    app.get("/me").bearer("nonsense").send().refused(401, "token_invalid");
}

#[test]
fn basic() {
    let app = App::start("basic", &[]);
    let login = |password| {
        app.post("/login").json(&json!({ "user": "alice", "password": password })).send()
    };
    let alice = login("wonderland").pair();
    assert_eq!(login("guess").status, 401);
    app.get("/me").bearer(&alice.access).send().is("alice");
    app.get("/me").send().refused(401, "token_missing");
    app.get("/me").bearer(&forged(&alice.access)).send().refused(401, "token_invalid");
    app.get("/me").bearer(&alice.refresh).send().refused(401, "wrong_kind");
}

#[test]
fn additional_claims() {
    let app = App::start("additional_claims", &[]);
    let login = |role: &str, level: u8, grants: Value| {
        let body = json!({ "user": "alice", "role": role, "level": level, "grants": grants });
        app.post("/login").json(&body).send()
    };
    let manager = login("manager", 3, json!(["prices:*"])).pair().access;
    let clerk = login("clerk", 1, json!([])).pair().access;
    app.get("/me").bearer(&clerk).send().is("alice is a clerk of level 1");
    app.get("/prices").bearer(&manager).send().is("tea 3, scone 2");
    app.get("/safe").bearer(&manager).send().is("open");
    let refused = app.get("/prices").bearer(&clerk).send();
    let challenge = refused.refused(403, "scope_missing").header("www-authenticate");
    assert!(challenge.contains("scope=\"prices:read\""), "{challenge}");
    app.get("/safe").bearer(&clerk).send().refused(403, "requirement_failed");
    // What breaks a rule is not even issued.
    assert_eq!(login("king", 1, json!([])).status, 422);
    assert_eq!(login("clerk", 6, json!([])).status, 422);
}

#[test]
fn footer_assertion() {
    let app = App::start("footer_assertion", &[]);
    let login = json!({ "user": "alice", "tenant": "alpha" });
    let token = app.post("/login").json(&login).send().pair().access;
    let get = |path: &str| app.get(path).bearer(&token);
    get("/tenants/alpha/ledger").send().is("alice reads the ledger of alpha");
    get("/ledger").header("x-tenant", "alpha").send().is("alice");
    get("/ledger/of-host").header("host", "alpha.shop.example").send().is("alice");
    let footer = get("/alpha/footer").send().json();
    assert_eq!(footer["region"], "eu");
    assert!(footer["kid"].as_str().unwrap().starts_with("k4.lid."));

    get("/tenants/beta/ledger").send().refused(401, "token_invalid");
    get("/ledger").header("x-tenant", "beta").send().refused(401, "token_invalid");
    get("/ledger").send().refused(401, "token_invalid");
    let two = get("/ledger").header("x-tenant", "alpha").header("x-tenant", "beta").send();
    two.refused(401, "token_invalid");
    get("/ledger/of-host").header("host", "beta.shop.example").send().refused(401, "token_invalid");
}

#[test]
fn freshness() {
    let app = App::start("freshness", &[]);
    let login = app.login("/login/alice");
    let renewed = app.post("/refresh").bearer(&login.refresh).send().pair();
    let post = |path: &str, token: &str| app.post(path).bearer(token).send();
    post("/transfer", &login.access).is("transferred");
    post("/password", &login.access).is("changed");
    app.get("/me").bearer(&renewed.access).send().is("alice");

    post("/transfer", &renewed.access).refused(401, "token_not_fresh");
    post("/refresh", &login.access).refused(401, "wrong_kind");
    wait(3.1);
    let stale = post("/password", &login.access);
    let challenge = stale.refused(401, "token_not_fresh").header("www-authenticate");
    assert!(challenge.contains("max_age=2"), "{challenge}");
    assert!(challenge.contains("insufficient_user_authentication"), "{challenge}");
    post("/transfer", &login.access).is("transferred");
}

#[test]
fn optional() {
    let app = App::start("optional", &[]);
    let alice = app.login("/login/alice").access;
    app.get("/hello").send().is("hello stranger");
    app.get("/hello").bearer(&alice).send().is("hello alice");
    app.get("/price").send().is("100");
    app.get("/price").bearer(&alice).send().is("90");
    app.get("/lenient").bearer(&forged(&alice)).send().is("hello stranger");
    app.get("/lenient").bearer(&alice).send().is("hello alice");

    app.get("/hello").bearer(&forged(&alice)).send().refused(401, "token_invalid");
    app.get("/price").bearer("nonsense").send().refused(401, "token_invalid");
    app.get("/hello").bearer("").send().refused(400, "invalid_request");
}

#[test]
fn purpose() {
    let app = App::start("purpose", &[]);
    let local = app.login("/login/alice/local").access;
    let public = app.login("/login/alice/public").access;
    assert!(local.starts_with("v4.local.") && public.starts_with("v4.public."));
    let get = |path: &str, token: &str| app.get(path).bearer(token).send();
    get("/any", &local).is("v4.local");
    get("/any", &public).is("v4.public");
    get("/local", &local).is("v4.local");
    get("/public", &public).is("v4.public");

    get("/local", &public).refused(401, "token_invalid");
    get("/public", &local).refused(401, "token_invalid");
    get("/any", &public.replace("v4.public", "v4.local")).refused(401, "token_invalid");
    get("/any", &public.replace("v4.", "v3.")).refused(401, "token_invalid");
}

#[test]
fn refresh() {
    let app = App::start("refresh", &[]);
    let login = app.post("/login/alice").send();
    assert!((299..=300).contains(&login.json()["expires_in"].as_u64().unwrap()));
    let login = login.pair();
    let renewed = app.post("/refresh").bearer(&login.refresh).send().pair();
    app.get("/me").bearer(&renewed.access).send().is("alice");

    app.post("/refresh").bearer(&login.refresh).send().refused(401, "token_used");
    app.get("/me").bearer(&renewed.access).send().refused(401, "token_revoked");
    app.post("/refresh").bearer(&login.access).send().refused(401, "wrong_kind");
    app.get("/me").bearer(&renewed.refresh).send().refused(401, "wrong_kind");
}

#[test]
fn validation() {
    let app = App::start("validation", &[]);
    let login = |more: Value| {
        let mut body = json!({ "user": "alice" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let told = app.post("/login").json(&body).send().json();
        told["access_token"].as_str().unwrap().to_owned()
    };
    let get = |path: &str, token: &str| app.get(path).bearer(token).send();
    let ours = login(json!({}));
    get("/me", &ours).is_json(json!({ "subject": "alice", "audience": ["shop-api", "shop-web"] }));
    let admin = login(json!({ "audience": "shop-admin" }));
    get("/admin", &admin).is("alice");
    let partner = login(json!({ "issuer": "https://partner.example" }));
    get("/partner", &partner).is("alice");
    assert_eq!(get("/me", &login(json!({ "clock_ahead_by": 20 }))).status, 200);

    get("/me", &admin).refused(401, "wrong_audience");
    get("/admin", &ours).refused(401, "wrong_audience");
    get("/me", &partner).refused(401, "wrong_issuer");
    get("/partner", &ours).refused(401, "wrong_issuer");
    get("/me", &login(json!({ "clock_ahead_by": 60 }))).refused(401, "token_not_yet_valid");
}
