//! What one route lets in, another still weighs.

use actix_paseto::prelude::*;
use actix_web::{get, post};
use serde_json::{Value, json};

use super::seen::{me, with};
use super::support::{app, call, get, mint, paseto, payload, post};

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh() -> &'static str {
    "in"
}

#[get("/any")]
#[paseto_required(kind = any)]
async fn any_kind() -> &'static str {
    "in"
}

#[get("/mail")]
#[paseto_required(kind = "mail")]
async fn mail() -> &'static str {
    "in"
}

#[get("/renew")]
#[refresh_required]
async fn renew() -> &'static str {
    "in"
}

#[get("/read")]
#[paseto_required(scopes("orders:read"))]
async fn read() -> &'static str {
    "in"
}

#[derive(serde::Serialize, serde::Deserialize, Claims)]
struct Perms {
    #[claim(scopes)]
    #[serde(default)]
    perms: Vec<String>,
}

#[get("/perms")]
#[paseto_required(claims = Perms, any_scope("orders:read", "orders:write"))]
async fn perms() -> &'static str {
    "in"
}

#[get("/mine/{name}")]
#[paseto_required(require = token.subject() == &req.match_info()["name"])]
async fn mine() -> &'static str {
    "in"
}

#[get("/issuer")]
#[paseto_required(issuer = "them", audience = "theirs")]
async fn foreign() -> &'static str {
    "in"
}

/// At each of these routes, again and again, in both orders.
#[actix_web::test]
async fn every_route_has_its_own_say() {
    let paseto = paseto("").await;
    let app = app!(paseto, me, fresh, any_kind, mail, renew, read, perms, mine, foreign);
    let uris = [
        "/me",
        "/fresh",
        "/any",
        "/mail",
        "/renew",
        "/read",
        "/perms",
        "/mine/alice",
        "/mine/bob",
        "/issuer",
    ];
    let wanted: [(Value, [u16; 10]); 7] = [
        (json!({}), [200, 200, 200, 401, 401, 403, 403, 200, 403, 401]),
        (json!({ "fresh": false }), [200, 401, 200, 401, 401, 403, 403, 200, 403, 401]),
        (json!({ "type": "refresh" }), [401, 401, 200, 401, 200, 401, 401, 401, 401, 401]),
        (json!({ "type": "mail" }), [401, 401, 401, 200, 401, 401, 401, 401, 401, 401]),
        (json!({ "scope": "orders:*" }), [200, 200, 200, 401, 401, 200, 403, 200, 403, 401]),
        (
            json!({ "perms": ["orders:write"], "sub": "bob" }),
            [200, 200, 200, 401, 401, 403, 200, 403, 200, 401],
        ),
        (
            json!({ "iss": "them", "aud": ["x", "theirs"] }),
            [200, 200, 200, 401, 401, 403, 403, 200, 403, 200],
        ),
    ];
    for (changes, statuses) in wanted {
        let token = mint(&payload(changes.clone()));
        let all: Vec<_> = uris.into_iter().zip(statuses).collect();
        for (uri, status) in all.iter().chain(all.iter().rev()).chain(&all) {
            let reply = call(&app, with(uri, &token)).await;
            assert_eq!(reply.status, *status, "{uri} {changes} {}", reply.text());
        }
    }
}

#[post("/send")]
#[paseto_required(from(cookie("access")))]
async fn send() -> &'static str {
    "in"
}

#[post("/careless")]
#[paseto_required(from(cookie("access")), skip_csrf)]
async fn careless() -> &'static str {
    "in"
}

#[get("/look")]
#[paseto_required(from(header, cookie("access")))]
async fn look() -> &'static str {
    "in"
}

#[actix_web::test]
async fn a_request_is_checked_for_forgery_each_time() {
    let paseto = paseto("").await;
    let app = app!(paseto, send, careless, look);
    let token = mint(&payload(json!({ "csrf": "value" })));
    let cookie = || ("cookie", format!("access={token}"));
    for _ in 0..3 {
        call(&app, with("/look", &token)).await.is_ok("in");
        call(&app, get("/look").insert_header(cookie())).await.is_ok("in");
        call(&app, post("/careless").insert_header(cookie())).await.is_ok("in");
        assert_eq!(call(&app, post("/send").insert_header(cookie())).await.code(), "csrf_failed");
        for (value, status) in [("value", 200), ("other", 403), ("", 403)] {
            let request = post("/send").insert_header(cookie());
            let request = request.insert_header(("x-csrf-token", value));
            assert_eq!(call(&app, request).await.status, status, "{value}");
        }
    }
}
