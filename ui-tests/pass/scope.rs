// Inside actix's `#[scope]`, in both orders.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::scope;

#[scope("/api")]
mod api {
    use super::paseto_required;
    use actix_web::get;

    #[get("/a")]
    #[paseto_required]
    pub(super) async fn below() -> &'static str {
        "a"
    }

    #[paseto_required]
    #[get("/b")]
    pub(super) async fn above() -> &'static str {
        "b"
    }
}

fn main() {
    let _ = actix_web::App::new().service(api::below).service(api::above);
}
