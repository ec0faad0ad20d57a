//! Two profiles, two sessions in one browser.

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SessionCookies};
use actix_web::{App, Result, get, post};

use crate::browser::{SetCookie, get, names, post, set};
use crate::support::{HandClock, builder, call, from_toml, local_key};

#[get("/me")]
#[paseto_required(from(cookie))]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[get("/staff/me")]
#[paseto_required(from(cookie), profile = "staff")]
async fn staff_me(token: Token) -> String {
    token.subject().to_string()
}

#[post("/staff/write")]
#[paseto_required(from(cookie), profile = "staff")]
async fn staff_write(token: Token) -> String {
    token.subject().to_string()
}

#[post("/staff/refresh")]
#[refresh_required(rotate, from(cookie), profile = "staff")]
async fn staff_refresh(token: Token, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(token.subject().clone()).issue_cookies()?)
}

#[post("/staff/logout")]
#[paseto_required(from(cookie), profile = "staff")]
async fn staff_logout(revocations: Revocations) -> ClearedCookies {
    revocations.clear_cookies()
}

fn toml() -> String {
    let shared = local_key().to_paserk();
    let own = actix_paseto::codec::LocalKey::generate().unwrap().to_paserk();
    format!(
        "[default]\nkeys.active = \"{}\"\n[staff]\nkeys.active = \"{}\"\naccess_ttl = \"1h\"\n\
         cookie.access = \"__Host-staff\"\ncookie.refresh = \"__Host-staff-refresh\"\n\
         csrf.cookie = \"__Host-staff-csrf\"\ncsrf.header = \"X-Staff\"\n",
        shared.expose(),
        own.expose()
    )
}

fn line(cookies: &[SetCookie]) -> String {
    let pairs = cookies.iter().map(|one| format!("{}={}", one.name, one.value));
    pairs.collect::<Vec<_>>().join("; ")
}

#[actix_web::test]
async fn each_session_is_read_renewed_and_cleared_by_its_own_profile() {
    let clock = HandClock::new();
    let paseto = builder(from_toml(&toml()).clock(clock.clock())).await;
    let routes = (me, staff_me, staff_write, staff_refresh, staff_logout);
    let app = App::new().wrap(paseto.sliding_sessions()).configure(paseto.install());
    let app = actix_web::test::init_service(app.service(routes)).await;
    let made = |issuer: Issuer, user: &str| {
        let mut response = actix_web::HttpResponse::Ok().finish();
        issuer.pair(user).issue_cookies().unwrap().set_on(&mut response);
        crate::browser::set_by(response.headers())
    };
    let customer = made(paseto.issuer(), "alice");
    let staff = made(paseto.issuer_for("staff").unwrap(), "bob");
    let both = format!("{}; {}", line(&customer), line(&staff));
    let ask = |uri: &str| get(uri).insert_header(("cookie", both.clone()));
    let send = |uri: &str| post(uri).insert_header(("cookie", both.clone()));
    assert_eq!(call(&app, ask("/me")).await.text(), "alice");
    assert_eq!(call(&app, ask("/staff/me")).await.text(), "bob");

    // Each has its own value and its own header for it.
    let told = call(&app, send("/staff/write").insert_header(("x-csrf-token", &*staff[2].value)));
    assert_eq!(told.await.code(), "csrf_failed");
    let told = call(&app, send("/staff/write").insert_header(("x-staff", &*customer[2].value)));
    let told = told.await;
    let detail = told.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("`X-Staff`") && detail.contains("`__Host-staff-csrf`"), "{detail}");
    let told = call(&app, send("/staff/write").insert_header(("x-staff", &*staff[2].value)));
    assert_eq!(told.await.text(), "bob");

    clock.forward(14 * 60_000);
    assert_eq!(names(&call(&app, ask("/me")).await), ["__Host-access", "__Host-csrf"]);
    assert_eq!(names(&call(&app, ask("/staff/me")).await), [""; 0]);
    clock.forward(30 * 60_000);
    let reply = call(&app, ask("/staff/me")).await;
    assert_eq!(names(&reply), ["__Host-staff", "__Host-staff-csrf"]);
    assert!(set(&reply)[0].attributes().contains("Max-Age=3600"));

    let value = ("x-staff", &*staff[2].value);
    let reply = call(&app, send("/staff/refresh").insert_header(value)).await;
    assert_eq!(names(&reply), ["__Host-staff", "__Host-staff-refresh", "__Host-staff-csrf"]);
    let reply = call(&app, send("/staff/logout").insert_header(value)).await;
    assert_eq!(names(&reply), ["__Host-staff", "__Host-staff-refresh", "__Host-staff-csrf"]);
}
