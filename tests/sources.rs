//! Where a token may stand, alone and beside others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use actix_paseto::prelude::*;
use actix_web::test::TestRequest;
use actix_web::{HttpRequest, get, route};
use serde_json::json;
use support::{app, bearer, builder, call, forged, get, local, mint, payload, post};

/// Routes that say where they found their token.
macro_rules! routes {
    ($($name:ident $path:literal ($($args:tt)*);)+) => {$(
        #[route($path, method = "GET", method = "POST")]
        #[paseto_required($($args)*)]
        async fn $name(token: Token) -> String {
            token.place().to_string()
        }
    )+};
}

routes! {
    configured "/configured" ();
    header "/header" (from(header));
    own_header "/own-header" (from(header("X-Token")));
    own_scheme "/own-scheme" (from(header("X-Token", scheme = "Token")));
    query "/query" (from(query));
    own_query "/own-query" (from(query("t")));
    schemed_query "/schemed-query" (from(query("t", scheme = "Token")));
    in_json "/json" (from(json));
    own_json "/own-json" (from(json("t")));
    schemed_json "/schemed-json" (from(json("t", scheme = "Token")));
    function "/function" (from(with(last_segment)));
    bytes "/bytes" (from(with(raw_header)));
    header_query "/header-query" (from(header, query));
    query_header "/query-header" (from(query, header));
    two_headers "/two-headers" (from(header("X-One"), header("X-Two")));
    header_json "/header-json" (from(header, json));
    json_header "/json-header" (from(json, header));
    all "/all" (from(header, query, json, with(raw_header)));
    header_function "/header-function" (from(header, with(raw_header)));
}

#[get("/subprotocol")]
#[paseto_required(from(subprotocol))]
async fn subprotocol(_socket: WebSocket, token: Token) -> String {
    token.place().to_string()
}

#[get("/socket")]
#[paseto_required]
async fn socket(_socket: WebSocket, token: Token) -> String {
    token.place().to_string()
}

fn last_segment(req: &HttpRequest) -> Option<&str> {
    req.query_string().rsplit('/').next().filter(|last| !last.is_empty())
}

fn raw_header(req: &HttpRequest) -> Option<Vec<u8>> {
    req.headers().get("x-raw").map(|value| value.as_bytes().to_vec())
}

macro_rules! every_route {
    ($settings:expr) => {
        app!(
            builder(local($settings)).await,
            (configured, header, own_header, own_scheme, query, own_query, schemed_query),
            (in_json, own_json, schemed_json, subprotocol, function, bytes),
            (header_query, query_header, two_headers, header_json, json_header, all),
            (header_function, socket),
        )
    };
}

fn good() -> String {
    mint(&payload(json!({})))
}

fn set(request: TestRequest, name: &'static str, value: &str) -> TestRequest {
    request.insert_header((name, value.to_owned()))
}

fn add(request: TestRequest, name: &'static str, value: &str) -> TestRequest {
    request.append_header((name, value.to_owned()))
}

const BAD: &str = "invalid_request";
const NONE: &str = "token_missing";

/// Each request is refused with this code, or lets in and says this place.
macro_rules! outcomes {
    ($app:expr, $($request:expr => $outcome:expr;)+) => {$(
        let reply = call(&$app, $request).await;
        let outcome = if reply.status == 200 { reply.text().to_owned() } else { reply.code() };
        assert_eq!(outcome, $outcome, "{}", stringify!($request));
    )+};
}

#[actix_web::test]
async fn headers() {
    let app = every_route!("");
    let t = good();
    outcomes! { app,
        get("/header").insert_header(bearer(&t)) => "header `Authorization`";
        get("/configured").insert_header(bearer(&t)) => "header `Authorization`";
        set(get("/header"), "authorization", &format!("BEARER {t}")) => "header `Authorization`";
        set(get("/header"), "x-token", &t) => NONE;
        get("/header") => NONE;
        set(get("/own-header"), "x-token", &t) => "header `X-Token`";
        set(get("/own-header"), "x-token", &format!("Bearer {t}")) => BAD;
        set(get("/own-header"), "x-token", "") => NONE;
        get("/own-header").insert_header(bearer(&t)) => NONE;
        set(get("/own-scheme"), "x-token", &format!("Token {t}")) => "header `X-Token`";
        set(get("/own-scheme"), "x-token", &format!("tOKEN  {t}")) => "header `X-Token`";
        set(get("/own-scheme"), "x-token", &t) => NONE;
        set(get("/own-scheme"), "x-token", &format!("Bearer {t}")) => NONE;
        set(get("/own-scheme"), "x-token", "Token") => BAD;
    }
}

#[actix_web::test]
async fn several_lines_of_one_header() {
    let app = every_route!("");
    let t = good();
    let authorization = |values: &[&str]| {
        values.iter().fold(get("/header"), |request, value| add(request, "authorization", value))
    };
    let (ours, basic) = (format!("Bearer {t}"), "Basic YTpi");
    outcomes! { app,
        authorization(&[basic]) => NONE;
        authorization(&[basic, &ours]) => "header `Authorization`";
        authorization(&[&ours, basic]) => "header `Authorization`";
        authorization(&["", &ours]) => "header `Authorization`";
        authorization(&[&ours, &ours]) => BAD;
        authorization(&[&ours, "Bearer"]) => BAD;
        authorization(&["Bearer a b", &ours]) => BAD;
        authorization(&[&ours, &format!("Bearer {}", forged())]) => BAD;
        add(set(get("/two-headers"), "x-one", &t), "x-two", &t) => BAD;
        set(get("/two-headers"), "x-one", &t) => "header `X-One`";
        set(get("/two-headers"), "x-two", &t) => "header `X-Two`";
    }
}

#[actix_web::test]
async fn queries() {
    let app = every_route!("");
    let t = good();
    outcomes! { app,
        get(&format!("/query?token={t}")) => "query parameter `token`";
        get(&format!("/query?a=1&token={t}&b=%zz")) => "query parameter `token`";
        get(&format!("/query?token={}", t.replace('.', "%2E"))) => "query parameter `token`";
        get(&format!("/query?tok%65n={t}")) => "query parameter `token`";
        get(&format!("/query?Token={t}")) => NONE;
        get(&format!("/query?t={t}")) => NONE;
        get(&format!("/query#token={t}")) => NONE;
        get("/query") => NONE;
        get("/query?token=") => BAD;
        get("/query?token") => BAD;
        get(&format!("/query?token={t}+x")) => BAD;
        get(&format!("/query?token={t}%00")) => BAD;
        get(&format!("/query?token={t}%0d%0a")) => "query parameter `token`";
        get("/query?token=%ff%fe") => BAD;
        get(&format!("/query?token={t}&token={t}")) => BAD;
        get(&format!("/query?token={t}&tok%65n={t}")) => BAD;
        get(&format!("/query?token={t}&token=")) => BAD;
        get(&format!("/own-query?t={t}&token=x")) => "query parameter `t`";
        get(&format!("/schemed-query?t=Token%20{t}")) => "query parameter `t`";
        get(&format!("/schemed-query?t=token+{t}")) => "query parameter `t`";
        get(&format!("/schemed-query?t={t}")) => BAD;
        get(&format!("/header?token={t}")) => NONE;
    }
}

#[actix_web::test]
async fn json_bodies() {
    let app = every_route!("");
    let t = good();
    let body = |uri, body: serde_json::Value| post(uri).set_payload(body.to_string());
    outcomes! { app,
        body("/json", json!({ "access_token": t })) => "JSON member `access_token`";
        body("/json", json!({ "a": [1, { "access_token": 1 }], "access_token": t }))
            => "JSON member `access_token`";
        body("/json", json!({ "ACCESS_TOKEN": t })) => NONE;
        body("/json", json!({ "access_token": null })) => BAD;
        body("/json", json!({ "access_token": [t] })) => BAD;
        body("/json", json!({ "access_token": format!("Bearer {t}") })) => BAD;
        body("/json", json!(t)) => NONE;
        post("/json") => NONE;
        post("/json").insert_header(bearer(&t)) => NONE;
        body("/own-json", json!({ "t": t })) => "JSON member `t`";
        body("/schemed-json", json!({ "t": format!("Token {t}") })) => "JSON member `t`";
        body("/schemed-json", json!({ "t": t })) => BAD;
        post("/json").set_payload(format!("{{\"access_token\":\"{t}\",\"access\\u005ftoken\":1}}"))
            => BAD;
    }
}

#[actix_web::test]
async fn subprotocols() {
    let app = every_route!("");
    let t = good();
    let offers = |values: &[&str]| {
        let request = get("/subprotocol");
        values.iter().fold(request, |request, value| add(request, "sec-websocket-protocol", value))
    };
    outcomes! { app,
        offers(&[&format!("bearer.{t}")]) => "Sec-WebSocket-Protocol";
        offers(&[&format!("chat, bearer.{t}")]) => "Sec-WebSocket-Protocol";
        offers(&[&format!("chat,bearer.{t},v2")]) => "Sec-WebSocket-Protocol";
        offers(&["chat", &format!("bearer.{t}")]) => "Sec-WebSocket-Protocol";
        offers(&["chat"]) => NONE;
        offers(&[&format!("Bearer.{t}")]) => NONE;
        offers(&[&t]) => NONE;
        offers(&["chat, bearer."]) => BAD;
        offers(&["bearer.a b"]) => BAD;
        offers(&[&format!("bearer.{t}, bearer.{t}")]) => BAD;
        offers(&[&format!("bearer.{t}"), &format!("bearer.{t}")]) => BAD;
        offers(&[&format!("bearer.{}", "A".repeat(100_000))]) => "token_invalid";
        offers(&[&"chat,".repeat(20_000)]) => NONE;
        get("/subprotocol").insert_header(bearer(&t)) => NONE;
    }
}

#[actix_web::test]
async fn functions() {
    let app = every_route!("");
    let t = good();
    let raw = |uri, value: &[u8]| {
        get(uri).insert_header((
            "x-raw",
            actix_web::http::header::HeaderValue::from_bytes(value).unwrap(),
        ))
    };
    outcomes! { app,
        get(&format!("/function?/{t}")) => "the route's own function";
        get("/function") => NONE;
        get("/function?/x") => "token_invalid";
        raw("/bytes", t.as_bytes()) => "the route's own function";
        raw("/bytes", b"\xff") => BAD;
        raw("/bytes", b"") => "token_invalid";
        raw("/header-function", t.as_bytes()).insert_header(bearer(&t)) => BAD;
        raw("/header-function", t.as_bytes()) => "the route's own function";
        get("/header-function").insert_header(bearer(&t)) => "header `Authorization`";
    }
}

#[actix_web::test]
async fn several_places() {
    let app = every_route!("");
    let (t, body) = (good(), json!({ "access_token": good() }).to_string());
    let both = |uri: &str| get(&format!("{uri}?token={t}")).insert_header(bearer(&t));
    outcomes! { app,
        both("/header-query") => BAD;
        both("/query-header") => BAD;
        both("/header") => "header `Authorization`";
        both("/query") => "query parameter `token`";
        get(&format!("/header-query?token={t}")) => "query parameter `token`";
        get("/header-query").insert_header(bearer(&t)) => "header `Authorization`";
        // Credentials of another scheme are somebody else's: the next place is looked at.
        set(get(&format!("/header-query?token={t}")), "authorization", "Basic YTpi")
            => "query parameter `token`";
        set(get(&format!("/header-query?token={t}")), "authorization", "Bearer") => BAD;
        get(&format!("/query-header?token={}", forged())).insert_header(bearer(&t)) => BAD;
        get("/query-header?token=").insert_header(bearer(&t)) => BAD;
        // The body is looked at last, wherever it stands in the list, and only if need be.
        post("/header-json").set_payload(body.clone()) => "JSON member `access_token`";
        post("/json-header").set_payload(body.clone()) => "JSON member `access_token`";
        post("/json-header").set_payload(body.clone()).insert_header(bearer(&t))
            => "header `Authorization`";
        post("/header-json").set_payload(body.clone()).insert_header(bearer(&forged()))
            => "token_invalid";
        post("/all").set_payload(body.clone()) => "JSON member `access_token`";
        post(&format!("/all?token={t}")).set_payload(body.clone()) => "query parameter `token`";
        post(&format!("/all?token={t}")).insert_header(bearer(&t)) => BAD;
        post("/all") => NONE;
    }
}

#[actix_web::test]
async fn configured_places() {
    let t = good();
    let app =
        every_route!("sources = [\"query\", \"json\"]\nquery.name = \"q\"\njson.field = \"j\"");
    outcomes! { app,
        get(&format!("/configured?q={t}")) => "query parameter `q`";
        get(&format!("/query?q={t}")) => "query parameter `q`";
        get(&format!("/configured?token={t}")) => NONE;
        post("/configured").set_payload(json!({ "j": t }).to_string()) => "JSON member `j`";
        get("/configured").insert_header(bearer(&t)) => NONE;
        get("/header").insert_header(bearer(&t)) => "header `Authorization`";
    }
    let app = every_route!("header.name = \"X-Auth\"\nheader.scheme = \"\"");
    outcomes! { app,
        set(get("/configured"), "x-auth", &t) => "header `X-Auth`";
        set(get("/header"), "x-auth", &t) => "header `X-Auth`";
        set(get("/configured"), "x-auth", &format!("Bearer {t}")) => BAD;
        get("/configured").insert_header(bearer(&t)) => NONE;
    }
    let app = every_route!("websocket_sources = [\"subprotocol\", \"query\"]");
    outcomes! { app,
        get(&format!("/socket?token={t}")) => "query parameter `token`";
        set(get("/socket"), "sec-websocket-protocol", &format!("bearer.{t}"))
            => "Sec-WebSocket-Protocol";
        set(get(&format!("/socket?token={t}")), "sec-websocket-protocol", &format!("bearer.{t}"))
            => BAD;
        get("/socket").insert_header(bearer(&t)) => NONE;
        get("/configured").insert_header(bearer(&t)) => "header `Authorization`";
    }
    let app = every_route!("query.scheme = \"Bearer\"\njson.scheme = \"JWT\"");
    outcomes! { app,
        get(&format!("/query?token=Bearer%20{t}")) => "query parameter `token`";
        get(&format!("/query?token={t}")) => BAD;
        post("/json").set_payload(json!({ "access_token": format!("jwt {t}") }).to_string())
            => "JSON member `access_token`";
    }
}

#[actix_web::test]
async fn the_limit_on_length_holds_everywhere() {
    let app = every_route!("max_token_length = 400");
    let long = mint(&payload(json!({ "pad": "x".repeat(400) })));
    let body = json!({ "access_token": long }).to_string();
    let asked = format!("/query?token={long}");
    for request in [
        get("/header").insert_header(bearer(&long)),
        get(&asked),
        post("/json").set_payload(body),
        set(get("/subprotocol"), "sec-websocket-protocol", &format!("bearer.{long}")),
        set(get("/bytes"), "x-raw", &long),
    ] {
        assert_eq!(call(&app, request).await.verdict(), (401, "token_invalid".to_owned()));
    }
}

/// Reads what the token grants, and the body besides; no attribute.
#[route("/bare", method = "POST")]
async fn bare(token: Option<Token>, body: String) -> String {
    format!("{} {body}", token.is_some())
}

#[actix_web::test]
async fn without_an_attribute_no_body_is_read_for_the_token() {
    let app = app!(builder(local("sources = [\"json\", \"header\"]")).await, bare);
    let body = json!({ "access_token": good() }).to_string();
    let reply = call(&app, post("/bare").set_payload(body.clone())).await;
    assert_eq!((reply.status, reply.text()), (200, format!("false {body}").as_str()));
    let reply = call(&app, post("/bare").insert_header(bearer(&good())).set_payload("x")).await;
    assert_eq!((reply.status, reply.text()), (200, "true x"));
}
