//! Servers as fastapi-paseto's tests configure them, and what they answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use actix_http::Request;
use actix_paseto::codec::{LocalKey, Shape};
use actix_paseto::kind::Purpose;
use actix_paseto::time::Clock;
use actix_paseto::{IssuedToken, Paseto, PasetoBuilder, render};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{self, TestRequest};
use actix_web::{App, Error};
use figment::Figment;
use serde_json::{Map, Value, json};

use crate::routes;

pub fn local_key() -> LocalKey {
    LocalKey::generate().unwrap()
}

/// One local key; everything else as configured by default.
pub fn config(key: &LocalKey) -> PasetoBuilder {
    Paseto::builder()
        .figment(Figment::new())
        .set("keys.active", key.to_paserk().expose())
        .render_with(render::fastapi_paseto)
        .skip_policy_check()
}

pub async fn server() -> Paseto {
    config(&local_key()).build().await.unwrap()
}

/// Seals any payload, also one that the issuer would refuse to make.
pub fn seal(key: &LocalKey, payload: &Value) -> String {
    key.seal(payload.to_string().as_bytes(), b"", b"").unwrap()
}

pub fn payload_of(key: &LocalKey, token: &IssuedToken) -> Map<String, Value> {
    let shape = Shape::parse(token.as_str(), &[Purpose::Local]).unwrap();
    serde_json::from_str(key.open(&shape, b"").unwrap().payload()).unwrap()
}

/// A clock that moves only when told to.
#[derive(Clone)]
pub struct Hand(Arc<AtomicU64>);

impl Hand {
    pub fn new() -> Self {
        Self(Arc::new(AtomicU64::new(1_800_000_000)))
    }

    pub fn clock(&self) -> Clock {
        let seconds = Arc::clone(&self.0);
        let now = move || Duration::from_secs(seconds.load(Ordering::Relaxed));
        Clock::from_fn(move || SystemTime::UNIX_EPOCH + now())
    }

    pub fn forward(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// Status and body.
pub type Answer = (u16, Value);

pub fn refused(status: u16, detail: &str) -> Answer {
    (status, json!({ "detail": detail }))
}

pub fn hello(whom: &str) -> Answer {
    (200, json!({ "hello": whom }))
}

pub async fn app(
    paseto: &Paseto,
) -> impl Service<Request, Response = ServiceResponse, Error = Error> + use<> {
    test::init_service(App::new().configure(paseto.install()).configure(routes::all)).await
}

pub async fn send(
    app: &impl Service<Request, Response = ServiceResponse, Error = Error>,
    request: TestRequest,
) -> Answer {
    let response = test::call_service(app, request.to_request()).await;
    let status = response.status().as_u16();
    let body = test::read_body(response).await;
    (status, serde_json::from_slice(&body).unwrap())
}

/// One request to a server of its own.
pub async fn ask(paseto: &Paseto, request: TestRequest) -> Answer {
    send(&app(paseto).await, request).await
}

pub fn bare(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

pub fn bearing(path: &str, token: impl AsRef<str>) -> TestRequest {
    let value = format!("Bearer {}", token.as_ref());
    bare(path).insert_header(("Authorization", value))
}
