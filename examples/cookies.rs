//! Tokens in cookies that no script can read, for pages of your own. `cargo run --example cookies`
//!
//! The page reads the cookie `__Host-csrf` and sends its value along with whatever changes
//! something:
//!
//! ```js
//! const csrf = document.cookie.match(/(?:^|; )__Host-csrf=([^;]*)/)?.[1];
//! await fetch("/transfer", { method: "POST", headers: { "X-CSRF-Token": csrf } });
//! ```

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SameOrigin, SessionCookies};
use actix_web::web::Path;
use actix_web::{App, HttpServer, Result, get, post};

/// A page of another site could log its visitor in as somebody else: hence `SameOrigin`.
#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(_: SameOrigin, user: Path<String>, issuer: Issuer) -> Result<SessionCookies> {
    // After you have checked a password:
    Ok(issuer.pair(&*user).fresh().begin_cookies("this browser").await?)
}

/// Nothing is changed by a GET, so nothing need be sent along.
#[get("/me")]
#[paseto_required(from(cookie))]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// 403 unless the page sends the value of `__Host-csrf` in the header `X-CSRF-Token`.
#[post("/transfer")]
#[paseto_required(from(cookie))]
async fn transfer(token: Token) -> String {
    format!("transferred by {}", token.subject())
}

/// Programs send a header and no CSRF value; pages send the cookie.
#[post("/orders")]
#[paseto_required(from(header, cookie))]
async fn order(token: Token) -> String {
    format!("ordered by {}", token.subject())
}

/// An exception must be spelled out: here a beacon, which cannot set a header.
#[post("/beacon")]
#[paseto_required(from(cookie), skip_csrf)]
async fn beacon(token: Token) -> String {
    format!("seen {}", token.subject())
}

#[post("/refresh")]
#[refresh_required(rotate, from(cookie))]
async fn refresh(token: Token, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(token.subject().clone()).issue_cookies()?)
}

/// Ends the login in the store first, then at the browser. `skip_revocation`: another tab may have
/// used this refresh token up a moment ago, and its login must end all the same.
#[post("/logout")]
#[paseto_required(kind = any, from(cookie), skip_revocation)]
async fn logout(token: Token, revocations: Revocations) -> Result<ClearedCookies> {
    revocations.log_out(&token).await?;
    Ok(revocations.clear_cookies())
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, me, transfer, order, beacon, refresh, logout);
        // Renews the access token of a page that is in use.
        App::new().wrap(paseto.sliding_sessions()).configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
