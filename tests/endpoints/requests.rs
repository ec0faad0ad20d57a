//! Requests to the endpoints, and the two answers that must never differ.

use actix_http::Request;
use actix_web::test::TestRequest;
use actix_web::web;
use serde_json::{Value, json};

use crate::support::{self, Reply, bearer, get, mint, payload};

pub(crate) fn with(uri: &str, token: impl AsRef<str>) -> Request {
    get(uri).insert_header(bearer(token.as_ref())).to_request()
}

pub(crate) fn form(uri: &str, token: impl AsRef<str>) -> TestRequest {
    support::post(uri).set_form([("token", token.as_ref())])
}

pub(crate) fn revoking(token: impl AsRef<str>) -> TestRequest {
    form("/revoke", token)
}

pub(crate) fn raw(
    uri: &str,
    content_type: &'static str,
    body: impl Into<web::Bytes>,
) -> TestRequest {
    let request = support::post(uri).set_payload(body);
    if content_type.is_empty() {
        return request;
    }
    request.insert_header(("content-type", content_type))
}

/// Of a caller that may ask.
pub(crate) fn introspecting(token: impl AsRef<str>) -> TestRequest {
    form("/introspect", token).insert_header(bearer(&caller(json!({}))))
}

pub(crate) fn caller(changes: Value) -> String {
    let mut claims = json!({ "sub": "orders", "jti": "of-the-caller", "scope": "introspect" });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    mint(&payload(claims))
}

pub(crate) fn is_plain_ok(reply: &Reply) -> bool {
    reply.whole() == "200\ncache-control: \"no-store\"\n\n"
}

pub(crate) fn is_inactive(reply: &Reply) -> bool {
    let headers = "cache-control: \"no-store\"\ncontent-type: \"application/json\"";
    reply.whole() == format!("200\n{headers}\n\n{{\"active\":false}}")
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
