//! The endpoints of RFC 7009 and RFC 7662.

use serde_json::json;

use crate::harness::{App, Reply, forged};

fn form(app: &App, path: &str, token: &str, caller: Option<&str>) -> Reply {
    let request = app.post(path).header("content-type", "application/x-www-form-urlencoded");
    let request = caller.iter().fold(request, |request, caller| request.bearer(caller));
    request.body(format!("token={token}&token_type_hint=refresh_token")).send()
}

#[test]
fn a_revoked_refresh_token_ends_its_session() {
    let app = App::start("showcase", &[]);
    let pair = app.login_as("alice", json!({}));
    for token in [pair.refresh.as_str(), &pair.refresh, &forged(&pair.refresh), "garbage"] {
        let reply = form(&app, "/revoke", token, None);
        assert_eq!((reply.status, reply.body.as_str()), (200, ""));
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    app.get("/me").bearer(&pair.access).send().refused(401, "token_revoked");
    app.post("/refresh").bearer(&pair.refresh).send().refused(401, "token_revoked");
    assert_eq!(app.post("/revoke").send().status, 400);
    assert_eq!(app.get("/revoke").send().status, 405);
}

#[test]
fn a_token_of_a_tenant_is_revoked_by_who_names_the_tenant() {
    let app = App::start("showcase", &[]);
    let pair = app.login_as("alice", json!({ "tenant": "alpha" }));
    let ledger = || app.get("/tenants/alpha/ledger").bearer(&pair.access).send();
    assert_eq!(ledger().status, 200);
    let revoke = app.post("/revoke").header("content-type", "application/x-www-form-urlencoded");
    let reply = revoke.header("x-tenant", "alpha").body(format!("token={}", pair.refresh)).send();
    assert_eq!((reply.status, reply.body.as_str()), (200, ""));
    ledger().refused(401, "token_revoked");
}

#[test]
fn who_may_introspect_learns_what_is_live() {
    let app = App::start("showcase", &[]);
    let server = app.login_as("admin", json!({ "scopes": ["introspect"] })).access;
    let pair = app.login_as("bob", json!({ "scopes": ["orders:read"] }));
    let told = form(&app, "/introspect", &pair.access, Some(&server)).json();
    assert_eq!((&told["active"], &told["sub"]), (&json!(true), &json!("bob")));
    assert_eq!(told["scope"], "orders:read");
    form(&app, "/introspect", &pair.access, Some(&pair.access)).refused(403, "scope_missing");
    form(&app, "/introspect", &pair.access, None).refused(401, "token_missing");

    assert_eq!(app.post("/logout").bearer(&pair.access).send().status, 204);
    for token in [pair.access.as_str(), &pair.refresh, "garbage"] {
        form(&app, "/introspect", token, Some(&server)).is_json(json!({ "active": false }));
    }
}
