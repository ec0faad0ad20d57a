// An alias is no name to go by: the compiler sees through it.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

type Me = Claims<User>;

#[paseto_required(claims = User, require = claims.level > 3)]
async fn named(who: Me) -> String {
    who.role.clone()
}

fn main() {
    let _ = actix_web::web::get().to(named);
}
