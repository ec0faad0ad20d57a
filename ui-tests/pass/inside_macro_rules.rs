// Guards written by a macro of the user's, with parts from its caller.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use actix_web::get;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

macro_rules! handler {
    ($name:ident, $path:literal, $least:literal, $root:path) => {
        #[get($path)]
        #[paseto_required(claims = User, require = claims.level > $least, crate = $root)]
        async fn $name(who: Claims<User>) -> String {
            who.role.clone()
        }
    };
}

macro_rules! conditional {
    ($name:ident, $path:literal, $condition:expr) => {
        #[paseto_required(claims = User, require = $condition)]
        #[get($path)]
        async fn $name() -> &'static str {
            $path
        }
    };
}

handler!(clerk, "/clerk", 3, actix_paseto);
conditional!(chief, "/chief", claims.level > 8 && token.is_fresh());

fn main() {
    let _ = actix_web::App::new().service(clerk).service(chief);
}
