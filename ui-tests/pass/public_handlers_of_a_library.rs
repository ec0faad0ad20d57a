// Handlers, claims and policies that leave their module, under the lints of a library.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
//! A library's lints.

use actix_web::{App, web};

/// Its handlers.
pub mod handlers {
    use actix_paseto::{Claims, paseto_required, policy};
    use serde::{Deserialize, Serialize};

    /// Its claims.
    #[derive(Debug, Serialize, Deserialize, Claims)]
    pub struct User {
        /// What the user is.
        pub role: String,
    }

    policy! {
        /// Its policy.
        pub Admin: scopes("admin"), claims = User
    }

    /// One handler.
    #[paseto_required]
    pub async fn me(who: Claims<User>) -> String {
        who.role.clone()
    }

    /// Another.
    #[paseto_required(policy = Admin)]
    pub async fn admin(who: Claims<User>) -> String {
        who.role.clone()
    }
}

fn main() {
    let app = App::new().route("/me", web::get().to(handlers::me));
    let _ = app.route("/admin", web::get().to(handlers::admin));
}
