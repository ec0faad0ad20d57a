//! Orders: to read them takes one scope, to change them another.

use actix_paseto::prelude::*;
use actix_web::web::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service((guarded::list, guarded::cancel, guarded::opening_hours));
}

/// A route function in here that forgets its attribute is guarded all the same.
#[paseto_guarded(scopes("orders:read"), claims = crate::user::User)]
mod guarded {
    use actix_paseto::prelude::*;
    use actix_web::web::Path;
    use actix_web::{delete, get};

    #[get("/orders")]
    pub async fn list(token: Token) -> String {
        format!("the orders, for {}", token.subject())
    }

    #[delete("/orders/{id}")]
    #[paseto_required(scopes("orders:write"), claims = crate::user::User)]
    pub async fn cancel(id: Path<u32>) -> String {
        format!("cancelled {id}")
    }

    #[get("/opening-hours")]
    #[paseto_public(reason = "it hangs on the door as well")]
    pub async fn opening_hours() -> &'static str {
        "9 to 5"
    }
}
