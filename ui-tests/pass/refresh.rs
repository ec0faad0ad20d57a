// The refresh route.
#![deny(warnings)]

use actix_paseto::{Token, refresh_required};
use actix_web::post;

#[post("/refresh")]
#[refresh_required(assertion = "tenant", from(json("refresh_token")))]
async fn refresh(token: Token) -> String {
    token.subject().to_string()
}

fn main() {
    let _ = actix_web::App::new().service(refresh);
}
