// `#[utoipa::path]` documents the parameters that the user wrote, wherever it stands.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{get, web};

#[utoipa::path(responses((status = 200, body = String)))]
#[get("/a/{id}")]
#[paseto_required]
async fn above(id: web::Path<u32>) -> String {
    id.to_string()
}

#[paseto_required]
#[utoipa::path(responses((status = 200, body = String)))]
#[get("/b/{id}")]
async fn below(id: web::Path<u32>) -> String {
    id.to_string()
}

fn main() {
    let _ = actix_web::App::new().service(above).service(below);
}
