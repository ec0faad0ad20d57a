//! No token and no CSRF value prints.

use std::fmt::Debug;

use actix_http::header::HeaderMap;
use actix_paseto::error::{CsrfFailure, Rejection};
use actix_paseto::prelude::*;
use actix_paseto::web::SameOrigin;
use actix_paseto::{IssueError, Refusal, SessionError};
use actix_web::dev::{Service as _, Transform as _};
use actix_web::{App, HttpResponse, post};

use crate::browser::{Session, post, set_by};
use crate::routes::note;
use crate::support::{HandClock, builder, call, local};

fn is_silent(value: &dyn Debug, session: &Session) {
    let shown = format!("{value:?} {value:#?}");
    for secret in [&session.access, &session.refresh, &session.csrf] {
        assert!(!secret.is_empty());
        assert!(!shown.contains(&**secret), "{shown}");
    }
}

#[actix_web::test]
async fn what_makes_and_clears_cookies_prints_nothing() {
    let paseto = builder(local("")).await;
    let issuer = paseto.issuer();
    let pair = issuer.pair("alice");
    let cookies = pair.clone().issue_cookies().unwrap();
    let session = Session::made(&cookies);
    let cleared = paseto.revocations().clear_cookies();
    let sliding = paseto.sliding_sessions();
    let mut response = HttpResponse::Ok().finish();
    cookies.set_on(&mut response);
    assert_eq!(Session::of(&set_by(response.headers())).csrf, session.csrf);
    let values: [&dyn Debug; 9] = [
        &cookies,
        &cookies.clone(),
        &cleared,
        &sliding,
        &issuer,
        &pair,
        &paseto,
        &response,
        response.headers() as &HeaderMap,
    ];
    for value in values {
        is_silent(value, &session);
    }
    assert_eq!(format!("{cookies:?}"), "SessionCookies([REDACTED])");
    assert_eq!(format!("{cleared:?}"), "ClearedCookies");
}

#[actix_web::test]
async fn the_middleware_prints_nothing() {
    let paseto = builder(local("")).await;
    let app = actix_web::test::init_service(App::new().configure(paseto.install())).await;
    let service = actix_web::dev::fn_service(|request: actix_web::dev::ServiceRequest| async {
        Ok::<_, actix_web::Error>(request.into_response(HttpResponse::Ok()))
    });
    let sliding = paseto.sliding_sessions().new_transform(service).await.unwrap();
    assert_eq!(format!("{sliding:?}"), "Sliding");
    let request = post("/").to_srv_request();
    assert_eq!(sliding.call(request).await.unwrap().status(), 200);
    drop(app);
}

#[actix_web::test]
async fn a_cookie_that_is_not_made_prints_its_name_alone() {
    let paseto = builder(local("max_token_length = 8192")).await;
    let pair = paseto.issuer().pair("alice").claims_json(&note(3_000)).unwrap();
    let error = pair.clone().issue_cookies().unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("__Host-access") && !shown.contains("v4."), "{shown}");
    let IssueError::CookieTooLong { name, length } = error else { panic!("{shown}") };
    assert_eq!((&*name, length > 4_096), ("__Host-access", true));
    let error = pair.begin_cookies("laptop").await.unwrap_err();
    assert!(matches!(error, SessionError::Issue(IssueError::CookieTooLong { .. })));
    assert!(!format!("{error} {error:?}").contains("v4."));
    let none = paseto.issuer().custom("ticket", "alice").issue_cookies().unwrap_err();
    assert!(matches!(none, IssueError::NoCookie), "{none:?}");
}

/// What a handler and a renderer hold, printed into the answer.
#[post("/print")]
#[paseto_required(from(cookie))]
async fn print(
    _page: SameOrigin,
    token: Token,
    issuer: Issuer,
    revocations: Revocations,
) -> String {
    let pair = issuer.pair(token.subject().clone());
    let token_for_cookie = issuer.access("alice");
    format!(
        "{_page:?} {token:?} {token:#?} {issuer:?} {revocations:?} {pair:?} {token_for_cookie:?}"
    )
}

fn printed(refusal: &Refusal) -> HttpResponse {
    let Rejection::CsrfFailed(which) = refusal.rejection() else { panic!("{refusal:?}") };
    let which: &CsrfFailure = which;
    HttpResponse::Forbidden().body(format!("{refusal:?} {refusal:#?} {refusal} {which:?} {which}"))
}

#[actix_web::test]
async fn neither_a_handler_nor_a_renderer_prints_one() {
    let clock = HandClock::new();
    let paseto = builder(local("").clock(clock.clock()).render_with(printed)).await;
    let app = App::new().wrap(paseto.sliding_sessions()).configure(paseto.install());
    let app = actix_web::test::init_service(app.service(print)).await;
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let other = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let told = call(&app, session.post("/print")).await;
    assert_eq!(told.status, 200);
    is_silent(&told.text(), &session);
    let sent = session.bare_post("/print").insert_header(("x-csrf-token", other.csrf.clone()));
    let refused = call(&app, sent).await;
    assert_eq!(refused.status, 403);
    is_silent(&refused.whole(), &session);
    is_silent(&refused.whole(), &other);
    let response = actix_web::test::call_service(&app, {
        clock.forward(14 * 60_000);
        session.post("/print").to_request()
    })
    .await;
    let renewed = Session::of(&set_by(response.headers()));
    assert!(!renewed.access.is_empty());
    let shown = format!("{:?} {:?}", response.headers(), response.response());
    assert!(!shown.contains(&renewed.access) && !shown.contains(&renewed.csrf), "{shown}");
}
