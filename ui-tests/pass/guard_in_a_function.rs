// Handlers that are declared where they are registered.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use actix_web::{get, web};
use serde::{Deserialize, Serialize};

fn routes(config: &mut web::ServiceConfig) {
    #[derive(Serialize, Deserialize, Claims)]
    struct User {
        name: String,
    }

    #[get("/me")]
    #[paseto_required]
    async fn me(who: Claims<User>) -> String {
        who.name.clone()
    }

    config.service(me);
}

fn main() {
    let _ = actix_web::App::new().configure(routes);
}
