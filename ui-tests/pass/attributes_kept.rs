// Docs, lint levels, conditions and inner attributes of the handler stay what they are.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::get;

/// Shows it.
#[get("/show")]
#[paseto_required]
#[allow(unused_variables)]
#[cfg(not(any()))]
#[must_use]
#[inline]
async fn show() -> &'static str {
    #![allow(unused_mut)]
    let mut nothing = 0;
    "shown"
}

#[cfg(any())]
#[get("/never")]
#[paseto_required]
async fn never(_: DoesNotExist) {}

#[paseto_required]
#[cfg_attr(not(any()), get("/conditional"))]
async fn conditional() -> &'static str {
    "conditional"
}

fn main() {
    let _ = actix_web::App::new().service(show).service(conditional);
}
