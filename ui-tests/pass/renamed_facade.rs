// The facade under another path, named by `crate = …`.
#![deny(warnings)]

mod reexport {
    pub(crate) mod inner {
        pub(crate) use actix_paseto::*;
    }
}

use crate::reexport::inner::{Claims, paseto_guarded, paseto_public, paseto_required, policy};
use actix_web::get;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
#[claim(crate = crate::reexport::inner)]
struct User {
    #[claim(range(0..=9))]
    level: u8,
}

#[paseto_required(crate = crate::reexport::inner)]
#[get("/a")]
async fn show(who: Claims<User>) -> String {
    who.level.to_string()
}

#[get("/b")]
#[paseto_public(reason = "the front page", crate = crate::reexport::inner)]
async fn front() -> &'static str {
    "front"
}

policy! { Admin: scopes("admin"), crate = crate::reexport::inner }

#[paseto_guarded(policy = super::Admin, crate = crate::reexport::inner)]
mod admin {
    use actix_web::get;

    #[get("/c")]
    pub(super) async fn index() -> &'static str {
        "admin"
    }
}

fn main() {
    let _ = actix_web::App::new().service(show).service(front).service(admin::index);
}
