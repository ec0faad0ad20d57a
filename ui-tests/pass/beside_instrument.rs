// `#[tracing::instrument]` reads the signature that the user wrote, wherever it stands.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{get, web};

#[paseto_required]
#[tracing::instrument]
#[get("/a/{id}")]
async fn above(id: web::Path<u32>) -> String {
    id.to_string()
}

#[get("/b/{id}")]
#[paseto_required]
#[tracing::instrument(skip_all, fields(id = %id))]
async fn below(id: web::Path<u32>) -> Result<String, actix_web::Error> {
    tracing::info!("asked");
    Ok(id.to_string())
}

fn main() {
    let _ = actix_web::App::new().service(above).service(below);
}
