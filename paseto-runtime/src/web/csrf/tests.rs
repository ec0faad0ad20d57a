#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use actix_web::body::to_bytes;
use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, WWW_AUTHENTICATE};
use actix_web::test::TestRequest;
use actix_web::{FromRequest as _, HttpRequest};
use figment::Figment;
use serde_json::{Value, json};

use super::{SameOrigin, check};
use crate::config::Settings;
use crate::error::CsrfFailure::{self, Mismatch, Missing, Origin, Site, Unbound};
use crate::web::Paseto;
use crate::web::install::Installed;

const VALUE: &str = "abcdefghijklmnopqrstuv";

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.csrf.origins = vec!["https://admin.example".to_owned()];
    settings
}

/// A POST to `app.example` with these headers, as `name: value`.
fn post(headers: &[&str]) -> TestRequest {
    let request = TestRequest::post().insert_header(("host", "app.example"));
    headers.iter().fold(request, |request, line| {
        let (name, value) = line.split_once(": ").unwrap();
        request.append_header((name, HeaderValue::from_bytes(value.as_bytes()).unwrap()))
    })
}

fn with_value(headers: &[&str]) -> HttpRequest {
    post(headers).insert_header(("x-csrf-token", VALUE)).to_http_request()
}

fn outcome(req: &HttpRequest) -> Result<(), CsrfFailure> {
    check(req, Some(VALUE), &settings())
}

const OWN: &str = "origin: https://app.example";
const LISTED: &str = "origin: https://admin.example";
const EVIL: &str = "origin: https://evil.example";
const SAME: &str = "sec-fetch-site: same-origin";
const NONE: &str = "sec-fetch-site: none";
const NEAR: &str = "sec-fetch-site: same-site";
const CROSS: &str = "sec-fetch-site: cross-site";

#[test]
fn the_page_behind_a_request_is_ours() {
    let table: &[(&[&str], Result<(), CsrfFailure>)] = &[
        (&[], Ok(())),
        (&[OWN], Ok(())),
        (&[LISTED], Ok(())),
        (&[EVIL], Err(Origin)),
        (&[SAME], Ok(())),
        (&[SAME, OWN], Ok(())),
        (&[SAME, LISTED], Ok(())),
        (&[SAME, EVIL], Err(Origin)),
        (&[NONE], Ok(())),
        (&[NONE, OWN], Ok(())),
        (&[NONE, EVIL], Err(Origin)),
        (&[NEAR], Err(Site)),
        (&[NEAR, OWN], Err(Site)),
        (&[NEAR, LISTED], Ok(())),
        (&[NEAR, EVIL], Err(Site)),
        (&[CROSS], Err(Site)),
        (&[CROSS, OWN], Err(Site)),
        (&[CROSS, LISTED], Ok(())),
        (&[CROSS, EVIL], Err(Site)),
        (&[CROSS, "origin: null"], Err(Site)),
        (&[CROSS, LISTED, LISTED], Err(Site)),
        (&["sec-fetch-site: "], Err(Site)),
        (&["sec-fetch-site: Same-Origin"], Err(Site)),
        (&["sec-fetch-site: same-origin, cross-site"], Err(Site)),
        (&["sec-fetch-site: \u{e9}"], Err(Site)),
        (&[SAME, SAME], Err(Site)),
        (&[SAME, CROSS], Err(Site)),
        (&[SAME, SAME, LISTED], Ok(())),
    ];
    for (headers, expected) in table {
        assert_eq!(outcome(&with_value(headers)), *expected, "{headers:?}");
    }
}

#[test]
fn an_origin_is_ours_to_the_letter() {
    for (origin, ours) in [
        ("https://app.example", true),
        ("http://app.example", true),
        ("https://APP.EXAMPLE", true),
        ("https://ADMIN.example", true),
        ("https://app.example:444", false),
        ("https://admin.example:444", false),
        ("http://admin.example", false),
        ("https://app.example.evil.com", false),
        ("https://evil.example/app.example", false),
        ("https://evil.example?https://app.example", false),
        ("https://app.example@evil.example", false),
        ("https://user@app.example", false),
        ("https://evil-app.example", false),
        ("app.example", false),
        ("null", false),
        ("", false),
        ("https://", false),
        ("https://app.example https://app.example", false),
        ("https://app.ex\u{e4}mple", false),
    ] {
        let expected = if ours { Ok(()) } else { Err(Origin) };
        assert_eq!(outcome(&with_value(&[&format!("origin: {origin}")])), expected, "{origin}");
    }
    assert_eq!(outcome(&with_value(&[OWN, OWN])), Err(Origin));
    assert_eq!(outcome(&with_value(&[LISTED, LISTED])), Err(Origin));
    let named_null = TestRequest::post().insert_header(("host", "null"));
    let named_null = named_null.insert_header(("origin", "null")).to_http_request();
    assert_eq!(outcome(&named_null), Err(Origin));
}

#[test]
fn a_port_is_part_of_the_origin_and_http_2_has_an_authority_instead_of_a_host() {
    let request = |host: Option<&'static str>, uri: &str, origin: &'static str| {
        let request = TestRequest::post().uri(uri).insert_header(("origin", origin));
        let request = request.insert_header(("x-csrf-token", VALUE));
        match host {
            Some(host) => request.insert_header(("host", host)).to_http_request(),
            None => request.to_http_request(),
        }
    };
    for (host, uri, origin, expected) in [
        (Some("localhost:8080"), "/", "http://localhost:8080", Ok(())),
        (Some("localhost:8080"), "/", "http://localhost", Err(Origin)),
        (Some("localhost:8080"), "/", "http://localhost:80800", Err(Origin)),
        (Some("[::1]:8080"), "/", "http://[::1]:8080", Ok(())),
        (None, "https://app.example/", "https://app.example", Ok(())),
        (None, "https://app.example/", "https://evil.example", Err(Origin)),
        (None, "/", "https://app.example", Err(Origin)),
    ] {
        assert_eq!(outcome(&request(host, uri, origin)), expected, "{host:?} {uri} {origin}");
    }
}

#[test]
fn the_value_is_the_token_s() {
    let sends = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|one| format!("x-csrf-token: {one}")).collect();
        post(&lines.iter().map(String::as_str).collect::<Vec<_>>()).to_http_request()
    };
    let short = VALUE.get(1..).unwrap();
    let long = format!("{VALUE}x");
    let upper = VALUE.to_uppercase();
    let table: [(&[&str], Option<&str>, _); 12] = [
        (&[VALUE], Some(VALUE), Ok(())),
        (&[], Some(VALUE), Err(Missing)),
        (&[VALUE, VALUE], Some(VALUE), Err(Missing)),
        (&[VALUE, "x"], Some(VALUE), Err(Missing)),
        (&[""], Some(VALUE), Err(Mismatch)),
        (&[short], Some(VALUE), Err(Mismatch)),
        (&[&long], Some(VALUE), Err(Mismatch)),
        (&[&upper], Some(VALUE), Err(Mismatch)),
        (&["\u{e9}"], Some(VALUE), Err(Mismatch)),
        (&[VALUE], None, Err(Unbound)),
        (&[], None, Err(Unbound)),
        (&[""], Some(""), Err(Unbound)),
    ];
    for (lines, claim, expected) in table {
        assert_eq!(check(&sends(lines), claim, &settings()), expected, "{lines:?} {claim:?}");
    }
    let mut renamed = settings();
    renamed.csrf.header = "X-XSRF-Token".to_owned();
    assert_eq!(check(&sends(&[VALUE]), Some(VALUE), &renamed), Err(Missing));
}

#[test]
fn the_first_failure_is_told() {
    let lines = |lines: &[&str]| post(lines).to_http_request();
    assert_eq!(check(&lines(&[CROSS, EVIL]), None, &settings()), Err(Site));
    assert_eq!(check(&lines(&[EVIL]), None, &settings()), Err(Origin));
    assert_eq!(check(&lines(&[]), None, &settings()), Err(Unbound));
    assert_eq!(outcome(&lines(&[])), Err(Missing));
}

#[test]
fn only_methods_that_may_change_something_are_checked() {
    for (method, checked) in [
        (Method::GET, false),
        (Method::HEAD, false),
        (Method::OPTIONS, false),
        (Method::TRACE, false),
        (Method::POST, true),
        (Method::PUT, true),
        (Method::PATCH, true),
        (Method::DELETE, true),
        (Method::CONNECT, true),
        (Method::from_bytes(b"PURGE").unwrap(), true),
        (Method::from_bytes(b"get").unwrap(), true),
    ] {
        let req = post(&[CROSS, EVIL]).method(method.clone()).to_http_request();
        assert_eq!(outcome(&req).is_err(), checked, "{method}");
    }
}

fn installed() -> Paseto {
    let builder = Paseto::builder().figment(Figment::new()).dev_keys().skip_policy_check();
    builder.build_now().unwrap()
}

async fn same_origin(headers: &[&str]) -> Result<SameOrigin, actix_web::Error> {
    let req = post(headers).app_data(Installed::new(installed())).to_http_request();
    SameOrigin::extract(&req).await
}

#[actix_web::test]
async fn a_handler_without_a_token_is_for_our_pages_too() {
    for ours in [&[] as &[&str], &[OWN], &[SAME, OWN], &[NONE]] {
        assert!(same_origin(ours).await.is_ok(), "{ours:?}");
    }
    for foreign in [&[CROSS] as &[&str], &[NEAR, OWN], &[EVIL], &[SAME, EVIL], &["origin: null"]] {
        let answer = same_origin(foreign).await.unwrap_err().error_response();
        assert_eq!(answer.status(), 403, "{foreign:?}");
        let challenge = answer.headers().get(WWW_AUTHENTICATE).unwrap().to_str().unwrap();
        assert!(challenge.contains("error=\"insufficient_scope\""), "{challenge}");
        let body = to_bytes(answer.into_body()).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["code"], json!("csrf_failed"), "{foreign:?}");
        assert!(!body.to_string().contains("evil"));
    }
    let req = post(&[]).to_http_request();
    let answer = SameOrigin::extract(&req).await.unwrap_err().error_response();
    assert_eq!(answer.status(), 503);
}
