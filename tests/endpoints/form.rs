//! The form that both endpoints take, and no other.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

use crate::app::app;
use crate::requests::{FORM, caller, is_plain_ok, raw, with};
use crate::support::{self, bearer, call, paseto};

#[actix_web::test]
async fn the_form_is_strict() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let token = paseto.issuer().access("alice").issue().unwrap();
    let token = token.as_ref();
    let long = format!("token={token}&client_secret={}", "x".repeat(100_000));
    let almost = format!("token={token}&pad={}", "x".repeat(16_384 - 10 - token.len()));
    for uri in ["/revoke", "/introspect"] {
        for (status, content_type, body) in [
            (400, FORM, String::new()),
            (400, FORM, "token=".to_owned()),
            (400, FORM, "token_type_hint=access_token".to_owned()),
            (400, FORM, format!("Token={token}")),
            (400, FORM, format!("token={token}&token={token}")),
            (400, FORM, format!("token=&token={token}")),
            (400, FORM, format!("token={token}&t%6Fken={token}")),
            (400, FORM, format!("token={token}&token_type_hint=a&token_type_hint=a")),
            (400, FORM, format!("token={token}&x=1&x=2")),
            (400, "", format!("token={token}")),
            (400, "text/plain", format!("token={token}")),
            (400, "multipart/form-data; boundary=x", format!("token={token}")),
            (400, "application/json", json!({ "token": token }).to_string()),
            (400, "application/x-www-form-urlencoded; charset=klingon", format!("token={token}")),
            (413, FORM, long.clone()),
            (413, FORM, format!("{almost}y")),
        ] {
            let request = raw(uri, content_type, body).insert_header(bearer(&caller(json!({}))));
            let reply = call(&app, request).await;
            assert_eq!((reply.status, &reply.json()["error"]), (status, &json!("invalid_request")));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            assert!(!reply.text().contains("v4."), "{}", reply.text());
        }
        for query in ["token=x", "a=1&t%6fken", &format!("token={token}")] {
            let uri = format!("{uri}?{query}");
            for body in [format!("token={token}"), String::new()] {
                let request = raw(&uri, FORM, body).insert_header(bearer(&caller(json!({}))));
                assert_eq!(call(&app, request).await.status, 400, "{uri}");
            }
        }
    }
    assert_eq!(call(&app, with("/access", token)).await.status, 200);
}

#[actix_web::test]
async fn a_body_that_does_not_say_its_length_ends_at_the_limit() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let piece = [b'x'; 4_096];
    let pieces = [b"token=x&pad=".as_slice(), &piece, &piece, &piece, &piece, &piece, &piece];
    let request = support::post("/revoke").insert_header(("content-type", FORM)).to_request();
    support::seen();
    assert_eq!(call(&app, support::chunked(request, &pieces)).await.status, 413);
    assert!(support::seen().len() <= 10, "it is read no further");
    // An announced length is believed where it is too long.
    let request = raw("/revoke", FORM, "token=x").insert_header(("content-length", "16385"));
    assert_eq!(call(&app, request).await.status, 413);
}

#[actix_web::test]
async fn what_the_form_tolerates() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    for (content_type, more) in [
        ("application/x-www-form-urlencoded; charset=utf-8", ""),
        ("application/x-www-form-urlencoded;charset=UTF-8", ""),
        ("Application/X-WWW-Form-Urlencoded", ""),
        (FORM, "&token_type_hint=nonsense"),
        (FORM, "&token_type_hint=refresh_token&client_id=shop"),
        (FORM, "&token_type_hint="),
        (FORM, "&"),
    ] {
        let token = paseto.issuer().access("alice").issue().unwrap();
        let body = format!("token={}{more}", token.as_ref().replace('.', "%2E"));
        let reply = call(&app, raw("/revoke?x=1", content_type, body)).await;
        assert!(is_plain_ok(&reply), "{content_type} {more}");
        assert_eq!(call(&app, with("/access", &token)).await.code(), "token_revoked");
    }
}

#[actix_web::test]
async fn nothing_but_post() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let token = paseto.issuer().access("alice").issue().unwrap();
    for uri in ["/revoke", "/introspect", "/bound/revoke", "/bound/introspect"] {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS] {
            let request = TestRequest::with_uri(uri).method(method.clone());
            let request = request.set_form([("token", token.as_ref())]);
            let reply = call(&app, request).await;
            assert_eq!((reply.status, reply.text()), (405, ""), "{method} {uri}");
            assert_eq!(reply.header("allow"), Some("POST"));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
        }
    }
    assert_eq!(call(&app, with("/access", &token)).await.status, 200);
}
