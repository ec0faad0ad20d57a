// `#[paseto_guarded]` and actix's `#[scope]` on one module, in both orders.
#![deny(warnings)]

use actix_paseto::paseto_guarded;
use actix_web::scope;

#[scope("/a")]
#[paseto_guarded]
mod inside {
    use actix_web::get;

    #[get("/")]
    pub(super) async fn index() -> &'static str {
        "a"
    }
}

#[paseto_guarded(fresh)]
#[scope("/b")]
mod outside {
    use actix_web::get;

    #[get("/")]
    pub(super) async fn index() -> &'static str {
        "b"
    }
}

fn main() {
    let _ = actix_web::App::new().service(inside::index).service(outside::index);
}
