#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::to_bytes;
use actix_web::http::header::{CACHE_CONTROL, SET_COOKIE};
use actix_web::test::TestRequest;
use actix_web::{HttpRequest, Responder};
use figment::Figment;
use serde_json::{Value, json};

use super::with;
use crate::IssuedToken;
use crate::config::{Settings, Ttl};
use crate::time::{Clock, Timestamp};
use crate::web::Paseto;
use crate::web::cookies::{ClearedCookies, CookieError, CookieTokens, SessionCookies, is_set_on};

const CSRF: &str = "abcdefghijklmnopqrstuv";

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T10:00:00.75Z").unwrap()
}

fn token(life: u64) -> IssuedToken {
    let clock = Clock::from_fn(|| now().to_system());
    let builder = Paseto::builder().figment(Figment::new()).dev_keys().skip_policy_check();
    let paseto = builder.clock(clock).build_now().unwrap();
    paseto.issuer().access("alice").expires_in(Duration::from_secs(life)).issue().unwrap()
}

fn cookies(access: Option<&IssuedToken>, refresh: Option<&IssuedToken>) -> SessionCookies {
    let tokens = CookieTokens { access, refresh, csrf: CSRF };
    SessionCookies::new(&Settings::default(), now(), &tokens).unwrap()
}

fn lines(response: &HttpResponse) -> Vec<String> {
    let lines = response.headers().get_all(SET_COOKIE);
    lines.map(|line| line.to_str().unwrap().to_owned()).collect()
}

fn request() -> HttpRequest {
    TestRequest::default().to_http_request()
}

const TAIL: &str = "SameSite=Lax; Secure; Path=/; Max-Age";

#[actix_web::test]
async fn a_login_answers_with_three_cookies() {
    let (access, refresh) = (token(900), token(86_400));
    let response = cookies(Some(&access), Some(&refresh)).respond_to(&request());
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), "no-store");
    let expected = [
        format!("__Host-access={}; HttpOnly; {TAIL}=900", access.as_str()),
        format!("__Host-refresh={}; HttpOnly; {TAIL}=86400", refresh.as_str()),
        format!("__Host-csrf={CSRF}; {TAIL}=86400"),
    ];
    assert_eq!(lines(&response), expected);
    let body: Value =
        serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap()).unwrap();
    assert_eq!(body, json!({ "expires_in": 900, "csrf_token": CSRF }));
}

#[test]
fn a_single_token_is_the_one_that_expires() {
    let (access, refresh) = (token(900), token(86_400));
    for (cookies, expires_in, names) in [
        (cookies(Some(&access), None), 900, ["__Host-access", "__Host-csrf"]),
        (cookies(None, Some(&refresh)), 86_400, ["__Host-refresh", "__Host-csrf"]),
    ] {
        assert_eq!((cookies.expires_in(), cookies.csrf_token()), (Some(expires_in), CSRF));
        let mut response = HttpResponse::Ok().finish();
        cookies.set_on(&mut response);
        let lines = lines(&response);
        let found: Vec<&str> = lines.iter().map(|line| line.split('=').next().unwrap()).collect();
        assert_eq!(found, names);
    }
}

/// Else the page could not use a refresh token that outlives the access token set here.
#[test]
fn the_csrf_value_lives_as_long_as_a_refresh_token_may() {
    let access = token(900);
    for (ttl, age) in [(Ttl::For(Duration::from_secs(7)), 900), (Ttl::Never, 34_560_000)] {
        let settings = with(|settings| settings.refresh_ttl = ttl);
        let tokens = CookieTokens { access: Some(&access), refresh: None, csrf: CSRF };
        let cookies = SessionCookies::new(&settings, now(), &tokens).unwrap();
        let mut response = HttpResponse::Ok().finish();
        cookies.set_on(&mut response);
        let line = lines(&response).pop().unwrap();
        assert_eq!(line, format!("__Host-csrf={CSRF}; {TAIL}={age}"));
    }
    let mut response = HttpResponse::Ok().finish();
    cookies(Some(&access), None).set_on(&mut response);
    assert!(lines(&response).pop().unwrap().ends_with("Max-Age=2592000"));
}

#[test]
fn other_cookies_stay_and_ours_are_replaced() {
    let access = token(900);
    let mut response = HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public"))
        .append_header((SET_COOKIE, "theme=dark"))
        .append_header((SET_COOKIE, "__Host-access=old"))
        .append_header((SET_COOKIE, "__Host-access2=other"))
        .finish();
    let session = cookies(Some(&access), None);
    session.set_on(&mut response);
    session.set_on(&mut response);
    assert_eq!(lines(&response).len(), 4);
    let (theme, similar) = ("theme=dark", "__Host-access2=other");
    assert!(lines(&response).iter().any(|line| line == theme));
    assert!(lines(&response).iter().any(|line| line == similar));
    assert!(!lines(&response).iter().any(|line| line.contains("old")));
    assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), "no-store");

    ClearedCookies::new(&Settings::default()).set_on(&mut response);
    assert_eq!(lines(&response).len(), 5);
    assert!(!lines(&response).iter().any(|line| line.contains(access.as_str())));
}

#[test]
fn a_log_out_clears_all_three() {
    let response = ClearedCookies::new(&Settings::default()).respond_to(&request());
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers().get(CACHE_CONTROL).unwrap(), "no-store");
    let gone = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let expected = [
        format!("__Host-access=; HttpOnly; SameSite=Lax; Secure; Path=/; {gone}"),
        format!("__Host-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; {gone}"),
        format!("__Host-csrf=; SameSite=Lax; Secure; Path=/; {gone}"),
    ];
    assert_eq!(lines(&response), expected);
}

#[test]
fn a_response_tells_which_cookies_it_sets_or_clears() {
    let mut response = HttpResponse::Ok().append_header((SET_COOKIE, "__Host-access2=x")).finish();
    assert!(!is_set_on(response.headers(), "__Host-access"));
    cookies(Some(&token(900)), None).set_on(&mut response);
    assert!(is_set_on(response.headers(), "__Host-access"));
    assert!(!is_set_on(response.headers(), "__Host-refresh"));
    let mut response = HttpResponse::Ok().finish();
    ClearedCookies::new(&Settings::default()).set_on(&mut response);
    assert!(is_set_on(response.headers(), "__Host-refresh"));
}

#[test]
fn no_token_prints() {
    let access = token(900);
    let session = cookies(Some(&access), None);
    let mut response = HttpResponse::Ok().finish();
    session.set_on(&mut response);
    let printed = format!("{session:?} {:?}", response.headers());
    assert!(!printed.contains(access.as_str()) && !printed.contains(CSRF), "{printed}");
}

#[test]
fn a_token_that_no_browser_keeps_is_an_error() {
    let settings = with(|settings| settings.cookie.access = "a".repeat(4_096));
    let access = token(900);
    let tokens = CookieTokens { access: Some(&access), refresh: None, csrf: CSRF };
    let error = SessionCookies::new(&settings, now(), &tokens).err();
    assert!(matches!(error, Some(CookieError::TooLong { length, .. }) if length > 4_096));
    assert!(!error.unwrap().to_string().contains(access.as_str()));
}
