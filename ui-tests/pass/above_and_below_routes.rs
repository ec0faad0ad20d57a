// The order of the attributes does not matter.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{App, get, post, route, routes};

#[get("/a")]
#[paseto_required]
async fn below() -> &'static str {
    "a"
}

#[paseto_required]
#[post("/b")]
async fn above() -> &'static str {
    "b"
}

#[paseto_required(fresh)]
#[route("/c", method = "GET", method = "PUT")]
async fn above_route() -> &'static str {
    "c"
}

#[paseto_required]
#[routes]
#[get("/d")]
#[get("/e")]
async fn above_routes() -> &'static str {
    "d"
}

#[routes]
#[get("/f")]
#[paseto_required]
#[get("/g")]
async fn inside_routes() -> &'static str {
    "f"
}

#[routes]
#[get("/h")]
#[get("/i")]
#[paseto_required]
async fn below_routes() -> &'static str {
    "h"
}

fn main() {
    let app = App::new().service(below).service(above).service(above_route);
    let _ = app.service(above_routes).service(inside_routes).service(below_routes);
}
