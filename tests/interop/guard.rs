//! A site behind the guard, which tells what it has been let see.

use actix_http::Request;
use actix_paseto::prelude::*;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{self, TestRequest};
use actix_web::web::Json;
use actix_web::{App, Error, HttpRequest, get};
use serde_json::{Value, json};

fn told(token: &Token) -> Json<Value> {
    let footer = String::from_utf8(token.footer().to_vec()).unwrap();
    Json(json!({ "claims": token.raw_claims(), "footer": footer }))
}

#[get("/plain")]
#[paseto_required]
async fn plain(token: Token) -> Json<Value> {
    told(&token)
}

/// A header's value as bytes: assertions need not be ASCII.
fn tenant(req: &HttpRequest) -> Option<&[u8]> {
    req.headers().get("x-tenant").map(|value| value.as_bytes())
}

#[get("/bound")]
#[paseto_required(assertion = with(tenant))]
async fn bound(token: Token) -> Json<Value> {
    told(&token)
}

pub async fn site(
    paseto: &Paseto,
) -> impl Service<Request, Response = ServiceResponse, Error = Error> + use<> {
    test::init_service(App::new().configure(paseto.install()).service((plain, bound))).await
}

/// Without an assertion on the route that wants none.
pub async fn ask(
    site: &impl Service<Request, Response = ServiceResponse, Error = Error>,
    token: &str,
    assertion: &str,
) -> (u16, Value) {
    let request = TestRequest::get().insert_header(("Authorization", format!("Bearer {token}")));
    let request = if assertion.is_empty() {
        request.uri("/plain")
    } else {
        request.uri("/bound").insert_header(("x-tenant", assertion.as_bytes()))
    };
    let response = test::call_service(site, request.to_request()).await;
    let status = response.status().as_u16();
    (status, test::read_body_json(response).await)
}
