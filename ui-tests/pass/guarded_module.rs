// Every route of a module, apart from those that say something else.
#![deny(warnings)]

use actix_paseto::{paseto_guarded, paseto_public};

#[paseto_guarded(scopes("admin"))]
mod admin {
    use super::paseto_public;
    use actix_paseto::paseto_required;
    use actix_web::{get, post};

    #[get("/users")]
    pub(super) async fn users() -> &'static str {
        "alice"
    }

    #[paseto_required(fresh, scopes("root"))]
    #[post("/users")]
    pub(super) async fn create() -> &'static str {
        helper(1)
    }

    #[get("/healthz")]
    #[paseto_public(reason = "the load balancer has no token")]
    pub(super) async fn healthz() -> &'static str {
        "ok"
    }

    pub(super) mod deep {
        #[actix_web::get("/deep")]
        pub(in super::super) async fn deep() -> &'static str {
            "deep"
        }
    }

    #[tracing::instrument]
    #[inline]
    pub(super) async fn traced_helper() {}

    fn helper(_: u32) -> &'static str {
        "bob"
    }
}

fn main() {
    let app = actix_web::App::new().service(admin::users).service(admin::create);
    let _ = app.service(admin::healthz).service(admin::deep::deep);
}
