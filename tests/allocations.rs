//! How often a guard allocates, over a handler without one that gives the same kind of answer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use actix_http::Request;
use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_paseto::{PasetoBuilder, render};
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::rt::System;
use actix_web::{App, Error, HttpResponse, get};
use serde_json::json;
use support::{bearer, both, builder, forged, mint, payload, public};

/// Enough for whatever is made once.
const WARM_UP: usize = 8;

#[get("/open")]
async fn open() -> &'static str {
    "ok"
}

#[get("/denied")]
async fn denied() -> HttpResponse {
    HttpResponse::Unauthorized().body("denied")
}

#[get("/local")]
#[paseto_required(purpose = local)]
async fn local() -> &'static str {
    "ok"
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn signed() -> &'static str {
    "ok"
}

#[get("/admin")]
#[paseto_required(purpose = local, scopes("admin", "audit"))]
async fn admin() -> &'static str {
    "ok"
}

/// What is asked, and how many allocations it may take beyond those without a guard.
struct Case {
    name: &'static str,
    route: &'static str,
    credentials: Option<String>,
    most: i64,
}

impl Case {
    fn request(&self, route: &str) -> Request {
        let request = support::get(route);
        match &self.credentials {
            Some(credentials) => request.insert_header(("authorization", credentials.as_str())),
            None => request,
        }
        .to_request()
    }
}

fn case(name: &'static str, route: &'static str, token: &str, most: i64) -> Case {
    Case { name, route, credentials: Some(bearer(token).1), most }
}

/// Refused before a key is tried: no more than the error that the answer is.
fn at_once() -> Vec<Case> {
    let foreign = Some("Basic YTpi".to_owned());
    let junk = |length: usize| format!("v4.public.{}", "A".repeat(length));
    vec![
        Case { name: "no token", route: "/local", credentials: None, most: 1 },
        Case { name: "another scheme", route: "/local", credentials: foreign, most: 1 },
        case("no token after the scheme", "/local", "", 1),
        case("two words", "/local", "a b", 1),
        case("no header", "/local", "abc", 1),
        case("another version", "/local", "v3.local.AAAA", 1),
        case("another purpose", "/local", &public(&payload(json!({}))), 1),
        case("no payload", "/local", "v4.local.", 1),
        case("no base64", "/local", "v4.local.AAAA~", 1),
        case("too short", "/local", "v4.local.AAAA", 1),
        case("junk of 400 bytes", "/public", &junk(400), 1),
        case("junk of 4 kB", "/public", &junk(4_000), 1),
        case("junk of 8 kB", "/public", &junk(8_000), 1),
        case("junk of 64 kB", "/public", &junk(64_000), 1),
    ]
}

/// Refused after cryptography.
fn after_it() -> Vec<Case> {
    let foreign = LocalKey::generate().unwrap();
    let unknown = foreign.seal(b"{}", br#"{"kid":"k4.lid.unknown"}"#, b"").unwrap();
    let sealed = |changes| mint(&payload(changes));
    let good = public(&payload(json!({})));
    let (head, tail) = good.split_at(good.len() - 20);
    let mut flipped = tail.to_owned();
    flipped.replace_range(..1, if tail.starts_with('A') { "B" } else { "A" });
    vec![
        case("unknown key", "/local", &unknown, 1),
        case("forged v4.local", "/local", &forged(), 1),
        case("forged v4.public", "/public", &format!("{head}{flipped}"), 1),
        case("expired", "/local", &sealed(json!({ "exp": "2020-01-01T00:00:00Z" })), 2),
        case("scope missing", "/admin", &sealed(json!({})), 4),
    ]
}

fn accepted(most: [i64; 2]) -> Vec<Case> {
    let [sealed_most, signed_most] = most;
    vec![
        case("accepted, v4.local", "/local", &mint(&payload(json!({}))), sealed_most),
        case("accepted, v4.public", "/public", &public(&payload(json!({}))), signed_most),
    ]
}

async fn application(
    paseto: PasetoBuilder,
) -> impl Service<Request, Response = ServiceResponse<BoxBody>, Error = Error> {
    let paseto = builder(paseto).await;
    let services = (open, denied, local, signed, admin);
    actix_web::test::init_service(App::new().configure(paseto.install()).service(services)).await
}

fn check(paseto: PasetoBuilder, base: &str, cases: &[Case]) {
    let system = System::new();
    let app = system.block_on(application(paseto));
    let count = |case: &Case, route: &str| {
        let once = || {
            let request = case.request(route);
            let mut status = None;
            let counted = allocation_counter::measure(|| {
                status = Some(system.block_on(app.call(request)).unwrap().status());
            });
            assert_eq!(status.unwrap().is_success(), base == "/open", "{}", case.name);
            i64::try_from(counted.count_total).unwrap()
        };
        (1..WARM_UP).fold(once(), |_, _| once())
    };
    let beyond: Vec<_> = cases
        .iter()
        .map(|case| (case, count(case, case.route) - count(case, base)))
        .filter(|(case, more)| *more > case.most)
        .map(|(case, more)| format!("{}: {more} instead of {}", case.name, case.most))
        .collect();
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
}

#[test]
fn what_is_refused_at_once_allocates_the_error_alone() {
    check(both(""), "/denied", &at_once());
}

#[test]
fn in_the_words_of_fastapi_paseto_too_unless_they_name_a_place() {
    let mut cases = at_once();
    for case in &mut cases {
        // They name the place.
        let is_named = ["another scheme", "no token after the scheme", "two words"];
        case.most += if is_named.contains(&case.name) { 3 } else { 0 };
    }
    check(both("").render_with(render::fastapi_paseto), "/denied", &cases);
}

#[test]
fn what_is_refused_after_cryptography() {
    check(both(""), "/denied", &after_it());
}

#[test]
fn what_is_let_in_again() {
    check(both(""), "/open", &accepted([1, 1]));
}

#[test]
fn what_is_let_in_and_not_remembered() {
    check(both("cache.capacity = 0"), "/open", &accepted([2, 2]));
}
