// Policies with a name: shared, documented, and fit for an `impl` block.
#![deny(warnings)]

use actix_paseto::{Claims, Token, paseto_optional, paseto_required, policy, refresh_required};
use actix_web::{App, web};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
pub struct User {
    role: String,
    level: u8,
}

policy! {
    /// Who may change prices.
    #[derive(Debug, Clone, Copy)]
    pub Pricing: fresh, scopes("prices:write"), claims = User, require = claims.level > 3;
    pub(crate) Renewal: refresh, from(json);
    Visitor: optional, lenient, claims = User;
    Plain;
}

struct Prices;

impl Prices {
    #[paseto_required(policy = Pricing)]
    async fn change(who: Claims<User>) -> String {
        who.role.clone()
    }

    #[refresh_required(policy = Renewal)]
    async fn renew(_token: Token) -> &'static str {
        "renewed"
    }

    #[paseto_optional(policy = self::Visitor)]
    async fn list(_token: Option<Token>, _who: Option<Claims<User>>) -> &'static str {
        "prices"
    }
}

#[paseto_required(policy = Plain)]
async fn plain() -> &'static str {
    "plain"
}

fn main() {
    let app = App::new().route("/a", web::get().to(Prices::change));
    let app =
        app.route("/b", web::get().to(Prices::renew)).route("/c", web::get().to(Prices::list));
    let _ = app.route("/d", web::get().to(plain));
}
