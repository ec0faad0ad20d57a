//! The application that is measured: one body, unguarded and under each guard.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a benchmark may fail loudly"
)]

use actix_http::Request;
use actix_paseto::codec::LocalKey;
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use actix_web::{App, Error, get, test};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
pub struct User {
    role: String,
    tenant: String,
}

#[get("/open")]
async fn open() -> &'static str {
    "ok"
}

#[get("/local")]
#[paseto_required(purpose = local)]
async fn local() -> &'static str {
    "ok"
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn public() -> &'static str {
    "ok"
}

#[get("/typed")]
#[paseto_required(purpose = local)]
async fn typed(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

/// A case: its name, its route, and the token it brings.
pub struct Case {
    pub name: &'static str,
    route: &'static str,
    token: Option<String>,
}

impl Case {
    pub fn request(&self) -> Request {
        let request = TestRequest::get().uri(self.route);
        match &self.token {
            Some(token) => request.insert_header((AUTHORIZATION, format!("Bearer {token}"))),
            None => request,
        }
        .to_request()
    }
}

/// Throw-away keys of both purposes, also in a release build.
pub async fn paseto() -> Paseto {
    Paseto::builder()
        .figment(figment::Figment::new())
        .set("accept", ["v4.local", "v4.public"])
        .dangerous_dev_keys_in_release()
        .build()
        .await
        .unwrap()
}

pub async fn application(
    paseto: &Paseto,
) -> impl Service<Request, Response = ServiceResponse<BoxBody>, Error = Error> + use<> {
    let app = App::new().configure(paseto.install()).service((open, local, public, typed));
    test::init_service(app).await
}

pub fn cases(paseto: &Paseto) -> Vec<Case> {
    let token = |purpose| {
        let user = User { role: "clerk".to_owned(), tenant: "alpha".to_owned() };
        let token = paseto.issuer().access("alice").claims(&user).unwrap();
        token.purpose(purpose).issue().unwrap().into_string()
    };
    let (sealed, signed) = (token(Purpose::Local), token(Purpose::Public));
    let foreign = LocalKey::generate().unwrap().seal(b"{}", b"", b"").unwrap();
    let forged = |token: &str| {
        let (header, rest) = token.split_at(40);
        let flipped = if rest.starts_with('A') { 'B' } else { 'A' };
        format!("{header}{flipped}{}", &rest[1..])
    };
    let case = |name, route, token| Case { name, route, token };
    vec![
        case("unguarded", "/open", None),
        case("unguarded, token sent", "/open", Some(sealed.clone())),
        case("accepted, v4.local", "/local", Some(sealed.clone())),
        case("accepted, v4.local, typed claims", "/typed", Some(sealed.clone())),
        case("accepted, v4.public", "/public", Some(signed.clone())),
        case("refused, no token", "/local", None),
        case("refused, malformed", "/local", Some("v4.local.".to_owned())),
        case("refused, 64 KiB", "/local", Some("A".repeat(65_536))),
        case("refused, unknown key", "/local", Some(foreign)),
        case("refused, forged v4.local", "/local", Some(forged(&sealed))),
        case("refused, forged v4.public", "/public", Some(forged(&signed))),
    ]
}
