//! Nothing of a request is read before its guard has passed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_http::Request;
use actix_paseto::prelude::*;
use actix_web::test::TestRequest;
use actix_web::web::{Bytes, Json, Path, Query};
use actix_web::{HttpRequest, get, post};
use serde::Deserialize;
use serde_json::json;
use support::{
    Script, Scripted, Spy, app, bearer, builder, call, chunked, forged, local, log, mint, payload,
    seen,
};

#[derive(Deserialize)]
struct Limit {
    limit: u32,
}

#[derive(Deserialize)]
struct Order {
    amount: u32,
}

#[post("/orders/{id}")]
#[paseto_required(fresh)]
async fn order(
    id: Spy<Path<u32>>,
    limit: Spy<Query<Limit>>,
    body: Spy<Json<Order>>,
    token: Token,
) -> String {
    log("handler");
    format!("{} {} {} {}", id.0, limit.0.limit, body.0.amount, token.subject())
}

/// A request whose path, query and body are all good.
fn good(token: Option<&str>) -> Request {
    ask("/orders/7?limit=3", token, &[b"{\"amount\"", b":", b"5}"])
}

fn ask(uri: &str, token: Option<&str>, pieces: &[&[u8]]) -> Request {
    let mut request = support::post(uri).insert_header(("content-type", "application/json"));
    if let Some(token) = token {
        request = request.insert_header(bearer(token));
    }
    chunked(request.to_request(), pieces)
}

fn stores(script: Script) -> [Scripted; 4] {
    [
        Scripted::at_once(script),
        Scripted::after(0, script),
        Scripted::after(1, script),
        Scripted::after(5, script),
    ]
}

fn live() -> String {
    mint(&payload(json!({})))
}

/// What needs no store to be refused, and the code it is refused with.
fn refused() -> Vec<(Option<String>, &'static str)> {
    vec![
        (None, "token_missing"),
        (Some("v4.local.AAAA".to_owned()), "token_invalid"),
        (Some("hello".to_owned()), "token_invalid"),
        (Some(forged()), "token_invalid"),
        (
            Some(mint(&payload(
                json!({ "iat": "2020-01-01T00:00:00Z", "exp": "2020-01-02T00:00:00Z" }),
            ))),
            "token_expired",
        ),
        (Some(mint(&payload(json!({ "fresh": false })))), "token_not_fresh"),
        (Some(mint(&payload(json!({ "type": "refresh" })))), "wrong_kind"),
    ]
}

#[actix_web::test]
async fn spies_stay_silent_for_every_bad_token_and_every_store() {
    for store in [Script::Live, Script::Revoked, Script::Fails].into_iter().flat_map(stores) {
        let app = app!(builder(local("").store(store.clone())).await, order);
        for (token, code) in refused() {
            let reply = call(&app, good(token.as_deref())).await;
            assert_eq!(reply.verdict(), (401, code.to_owned()), "{store:?}");
            assert_eq!(seen(), [""; 0], "{code} {store:?}");
        }
        assert_eq!(store.asked(), 0, "a token that is refused anyway asks no store");
    }
}

#[actix_web::test]
async fn spies_stay_silent_for_a_revoked_token() {
    for store in stores(Script::Revoked) {
        let app = app!(builder(local("").store(store.clone())).await, order);
        let reply = call(&app, good(Some(&live()))).await;
        assert_eq!(reply.verdict(), (401, "token_revoked".to_owned()));
        assert_eq!((seen(), store.asked()), (vec![], 1), "{store:?}");
    }
}

#[actix_web::test]
async fn a_store_that_fails_is_503_and_nothing_is_read() {
    for store in stores(Script::Fails) {
        let app = app!(builder(local("").store(store.clone())).await, order);
        let reply = call(&app, good(Some(&live()))).await;
        assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(reply.header("www-authenticate"), None);
        assert_eq!((seen(), store.asked()), (vec![], 1), "{store:?}");
    }
}

#[actix_web::test]
async fn a_late_store_is_503_in_time_and_nothing_is_read() {
    let store = Scripted::at_once(Script::NeverAnswers);
    let paseto = builder(local("revocation.timeout = \"30ms\"").store(store.clone())).await;
    let app = app!(paseto, order);
    let start = Instant::now();
    let reply = call(&app, good(Some(&live()))).await;
    assert!((30..2_000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
    assert_eq!((seen(), store.asked()), (vec![], 1));
}

#[actix_web::test]
async fn a_request_that_goes_away_while_the_store_is_asked_reads_nothing() {
    let store = Scripted::at_once(Script::NeverAnswers);
    let paseto = builder(local("revocation.timeout = \"10s\"").store(store.clone())).await;
    let app = app!(paseto, order);
    let asking = call(&app, good(Some(&live())));
    assert!(actix_web::rt::time::timeout(Duration::from_millis(20), asking).await.is_err());
    assert_eq!((seen(), store.asked()), (vec![], 1));
}

#[actix_web::test]
async fn path_query_and_body_errors_never_come_before_the_401() {
    let app = app!(builder(local("").store(Scripted::after(1, Script::Revoked))).await, order);
    let revoked = live();
    for uri in ["/orders/abc?limit=3", "/orders/7?limit=x", "/orders/7"] {
        for token in [None, Some(forged()), Some(revoked.clone())] {
            let reply = call(&app, ask(uri, token.as_deref(), &[b"not json"])).await;
            assert_eq!((reply.status, seen()), (401, vec![]), "{uri}");
        }
    }
    // Another content type is a 400 of `Json` without a guard before it.
    let request = support::post("/orders/7?limit=3").set_payload("amount=5");
    assert_eq!(call(&app, request).await.status, 401);
}

#[actix_web::test]
async fn behind_the_guard_the_usual_errors_come_back() {
    let app = app!(builder(local("").store(Scripted::after(1, Script::Live))).await, order);
    for (uri, body, status) in [
        ("/orders/abc?limit=3", &b"{\"amount\":5}"[..], 404),
        ("/orders/7?limit=x", b"{\"amount\":5}", 400),
        ("/orders/7?limit=3", b"not json", 400),
    ] {
        let reply = call(&app, ask(uri, Some(&live()), &[body])).await;
        assert_eq!(reply.status, status, "{uri}");
        assert!(!seen().contains(&"handler"));
    }
}

#[actix_web::test]
async fn after_the_check_the_body_arrives_intact() {
    for store in stores(Script::Live) {
        let app = app!(builder(local("").store(store.clone())).await, order);
        let reply = call(&app, good(Some(&live()))).await;
        assert_eq!((reply.status, reply.text()), (200, "7 3 5 alice"), "{store:?}");
        let seen = seen();
        assert_eq!(seen.iter().filter(|note| **note == "from_request").count(), 3);
        assert_eq!(seen.last(), Some(&"handler"));
    }
}

#[post("/json")]
#[paseto_required(from(header, json("access_token")))]
async fn in_body(body: Spy<Bytes>) -> Bytes {
    body.0
}

fn padded(token: &str, length: usize) -> Vec<u8> {
    let unpadded = json!({ "access_token": token, "pad": "" }).to_string().len();
    let body = json!({ "access_token": token, "pad": "x".repeat(length - unpadded) }).to_string();
    assert_eq!(body.len(), length);
    body.into_bytes()
}

#[actix_web::test]
async fn a_body_that_holds_the_token_is_handed_on_intact() {
    for store in stores(Script::Live) {
        let app = app!(builder(local("").store(store)).await, in_body);
        let body = padded(&live(), 2_000);
        for size in [1, 7, 1_999, 2_000] {
            let pieces: Vec<&[u8]> = body.chunks(size).collect();
            let reply = call(&app, ask("/json", None, &pieces)).await;
            assert_eq!((reply.status, &*reply.body), (200, &*body), "pieces of {size}");
        }
    }
}

#[actix_web::test]
async fn a_body_may_be_as_long_as_the_limit_and_no_longer() {
    let app = app!(builder(local("json.max_length = 5000")).await, in_body);
    for (length, status) in [(4_999, 200), (5_000, 200), (5_001, 400), (50_000, 400)] {
        let body = padded(&live(), length);
        let pieces: Vec<&[u8]> = body.chunks(1_000).collect();
        let reply = call(&app, ask("/json", None, &pieces)).await;
        assert_eq!(reply.status, status, "{length}");
        if status == 400 {
            assert_eq!(reply.code(), "invalid_request");
            assert!(!seen().contains(&"from_request"));
        }
        seen();
    }
}

#[actix_web::test]
async fn a_body_with_a_bad_token_reaches_no_extractor() {
    let app = app!(builder(local("").store(Scripted::after(1, Script::Revoked))).await, in_body);
    for (body, status) in [
        (json!({ "access_token": forged() }), 401),
        (json!({ "access_token": live() }), 401),
        (json!({ "other": 1 }), 401),
        (json!([live()]), 401),
        (json!({ "access_token": 7 }), 400),
        (json!({ "access_token": "" }), 400),
        (json!({ "nested": { "access_token": live() } }), 401),
    ] {
        let body = body.to_string();
        let reply = call(&app, ask("/json", None, &[body.as_bytes()])).await;
        assert_eq!(reply.status, status);
        assert!(!seen().contains(&"from_request"));
    }
    let doubled = format!("{{\"access_token\":\"{0}\",\"access_token\":\"{0}\"}}", live());
    let reply = call(&app, ask("/json", None, &[doubled.as_bytes()])).await;
    assert_eq!(reply.verdict(), (400, "invalid_request".to_owned()));
}

#[actix_web::test]
async fn a_body_is_not_looked_at_when_another_place_has_a_token() {
    let app = app!(builder(local("")).await, in_body);
    let body = [b'\xff'; 40_000];
    let reply = call(&app, ask("/json", Some(&forged()), &[&body])).await;
    assert_eq!((reply.status, seen()), (401, vec![]));
    let reply = call(&app, ask("/json", Some(&live()), &[&body])).await;
    assert_eq!((reply.status, reply.body.len()), (200, body.len()));
}

#[get("/bare/{id}")]
async fn bare(token: Token, id: Spy<Path<u32>>) -> String {
    format!("{} {}", token.subject(), id.0)
}

#[post("/bare-body")]
async fn bare_body(token: Token, body: Json<Order>) -> String {
    format!("{} {}", token.subject(), body.amount)
}

#[actix_web::test]
async fn an_extractor_without_an_attribute_leaves_the_body_to_the_others() {
    for store in stores(Script::Live) {
        let app = app!(builder(local("").store(store.clone())).await, bare, bare_body);
        let reply = call(&app, ask("/bare-body", Some(&live()), &[b"{\"amount\":5}"])).await;
        assert_eq!((reply.status, reply.text()), (200, "alice 5"), "{store:?}");
        assert_eq!(call(&app, support::get("/bare/7")).await.status, 401);
    }
}

static CALLED: AtomicUsize = AtomicUsize::new(0);

fn called(_: &HttpRequest) -> Option<String> {
    CALLED.fetch_add(1, Ordering::SeqCst);
    None
}

#[actix_web::get("/functions")]
#[paseto_required(from(header, with(called)), assertion = with(called))]
async fn by_functions() -> &'static str {
    "in"
}

#[actix_web::get("/bound")]
#[paseto_required(assertion = with(called))]
async fn bound_by_function() -> &'static str {
    "in"
}

/// A function of the application may be dear, and is its own affair.
#[actix_web::test]
async fn what_is_no_token_calls_no_function_of_the_application() {
    let app = app!(builder(local("")).await, by_functions, bound_by_function);
    for uri in ["/functions", "/bound"] {
        for junk in ["Bearer", "Bearer a b", "Bearer v4.local.a b", "Bearer v4.local.a,b"] {
            let request = TestRequest::get().uri(uri).insert_header(("Authorization", junk));
            let reply = call(&app, request).await;
            assert_eq!(reply.verdict(), (400, "invalid_request".to_owned()), "{uri} {junk}");
            assert_eq!(CALLED.swap(0, Ordering::SeqCst), 0, "{uri} {junk}");
        }
        let reply = call(&app, TestRequest::get().uri(uri).insert_header(bearer(&live()))).await;
        assert_eq!(reply.status, 401, "{uri}");
        assert!(CALLED.swap(0, Ordering::SeqCst) > 0, "{uri}");
    }
}
