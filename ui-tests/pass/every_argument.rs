// Everything that a guard can say, in the words of the documentation.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use actix_web::HttpRequest;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

fn tenant(req: &HttpRequest) -> Option<String> {
    req.match_info().get("tenant").map(str::to_owned)
}

#[paseto_required(
    fresh = "15m",
    assertion = with(tenant),
    claims = User,
    scopes("orders:read", "orders:write"),
    require = claims.level > 3 && (token.is_fresh() || req.method() == "GET"),
    from(
        header,
        header("X-Token"),
        header("X-Auth", scheme = "Token"),
        query,
        query("token"),
        json("access_token"),
        with(tenant),
    ),
    audience = "api",
    issuer = "https://login.example",
    purpose = local,
    profile = "admin",
    base64,
    skip_revocation,
    crate = actix_paseto,
)]
async fn orders(who: Claims<User>) -> String {
    who.role.clone()
}

fn main() {
    let _ = actix_web::web::get().to(orders);
}
