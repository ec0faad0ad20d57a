// A route leaves a unit struct of the handler's name, which patterns would match on.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{App, HttpRequest, get, web};

#[get("/c")]
#[paseto_required]
async fn c(c: web::Path<u32>) -> String {
    c.to_string()
}

#[get("/req")]
#[paseto_required(require = req.method() == "GET")]
async fn req(req: HttpRequest) -> String {
    req.path().to_owned()
}

#[get("/body")]
#[paseto_required(require = token.is_fresh())]
async fn body(body: String) -> String {
    body
}

#[get("/claims")]
#[paseto_required(require = !token.is_fresh() || req.method() == "GET")]
async fn claims() -> &'static str {
    "claims"
}

#[get("/token")]
#[paseto_required(require = token.is_fresh())]
async fn token() -> &'static str {
    "token"
}

#[get("/core")]
#[paseto_required(fresh)]
async fn core() -> &'static str {
    "core"
}

#[get("/type")]
#[paseto_required]
async fn r#type() -> &'static str {
    "type"
}

fn main() {
    let app = App::new().service(c).service(req).service(body).service(claims);
    let _ = app.service(token).service(core).service(r#type);
}
