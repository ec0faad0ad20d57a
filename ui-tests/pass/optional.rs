// Optional tokens and claims, strict and lenient.
#![deny(warnings)]

use actix_paseto::{Claims, Token, paseto_optional};
use actix_web::get;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

#[get("/a")]
#[paseto_optional]
async fn strict(who: Option<Claims<User>>, token: Option<Token>) -> String {
    let role = who.map(|who| format!("{} {}", who.role, who.level)).unwrap_or_default();
    format!("{role} {}", token.is_some())
}

#[get("/b")]
#[paseto_optional(lenient, any_scope("a", "b"), require = claims.level > 2)]
async fn lenient(_who: Option<Claims<User>>) -> &'static str {
    "lenient"
}

fn main() {
    let _ = actix_web::App::new().service(strict).service(lenient);
}
