// `impl Responder`, results, early returns and `?`: the return type is the user's.
#![deny(warnings)]

use std::error::Error;

use actix_paseto::paseto_required;
use actix_web::{HttpResponse, Responder, get, web};

#[get("/a")]
#[paseto_required]
async fn responder(id: web::Path<u32>) -> impl Responder {
    HttpResponse::Ok().body(id.to_string())
}

#[get("/b/{n}")]
#[paseto_required]
async fn result(text: web::Path<String>) -> Result<String, Box<dyn Error>> {
    let number: u32 = text.parse()?;
    if number == 0 {
        return Err("zero".into());
    }
    Ok(number.to_string())
}

#[get("/c")]
#[paseto_required]
async fn actix() -> actix_web::Result<HttpResponse> {
    Err(actix_web::error::ErrorNotFound("nothing here"))
}

fn main() {
    let _ = actix_web::App::new().service(responder).service(result).service(actix);
}
