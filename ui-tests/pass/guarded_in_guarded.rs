// A module inside of a guarded one may ask for more.
#![deny(warnings)]

use actix_paseto::{paseto_guarded, policy};

policy! { Admin: fresh, scopes("admin") }

#[paseto_guarded]
mod api {
    use actix_paseto::paseto_guarded;

    #[paseto_guarded(policy = super::super::Admin)]
    pub(super) mod admin {
        use actix_web::get;

        #[get("/admin")]
        pub(in super::super) async fn index() -> &'static str {
            "admin"
        }
    }

    #[actix_web::get("/")]
    pub(super) async fn index() -> &'static str {
        "index"
    }
}

fn main() {
    let _ = actix_web::App::new().service(api::index).service(api::admin::index);
}
