// An assertion is a constant, or comes from the request.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::HttpRequest;

const TENANT: &str = "alpha";
static BYTES: &[u8] = b"alpha";

fn bytes(_: &HttpRequest) -> Option<&'static [u8]> {
    Some(BYTES)
}

#[paseto_required(assertion = "alpha")]
async fn literal() {}

#[paseto_required(assertion = b"alpha")]
async fn byte_literal() {}

#[paseto_required(assertion = TENANT)]
async fn constant() {}

#[paseto_required(assertion = concat!("al", "pha"))]
async fn expression() {}

#[paseto_required(assertion = path("tenant"))]
async fn path() {}

#[paseto_required(assertion = header("x-tenant"))]
async fn header() {}

#[paseto_required(assertion = with(bytes))]
async fn function() {}

#[paseto_required(assertion = with(|req: &HttpRequest| Some(req.path().to_owned())))]
async fn closure() {}

fn main() {
    let _ = (literal, byte_literal, constant, expression, path, header, function, closure);
}
