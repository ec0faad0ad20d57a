// An open door with its reason.
#![deny(warnings)]

use actix_paseto::paseto_public;
use actix_web::{get, web};

#[get("/healthz")]
#[paseto_public(reason = "the load balancer has no token")]
async fn below() -> &'static str {
    "ok"
}

#[paseto_public(reason = "whoever logs in has no token yet", crate = actix_paseto)]
#[get("/login/{name}")]
async fn above(name: web::Path<String>) -> String {
    name.into_inner()
}

fn main() {
    let _ = actix_web::App::new().service(below).service(above);
}
