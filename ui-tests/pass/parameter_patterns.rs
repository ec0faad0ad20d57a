// The user's own patterns, bound in the body as they were in the signature.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{get, web};
use serde::Deserialize;

#[derive(Deserialize)]
struct Form {
    name: String,
    page: u32,
}

#[get("/{id}")]
#[paseto_required]
async fn show(
    web::Json(Form { name, page }): web::Json<Form>,
    mut id: web::Path<u32>,
    (body, _): (web::Bytes, String),
    #[allow(unused_variables)] unused: String,
    _: String,
) -> String {
    *id += page;
    format!("{name} {id} {}", body.len())
}

fn main() {
    let _ = actix_web::App::new().service(show);
}
