// One `=` too few would not compare anything.
use actix_paseto::{Claims, paseto_required};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    role: String,
}

#[paseto_required(claims = User, require = claims.role = "clerk")]
async fn orders() -> String {
    String::new()
}

fn main() {}
