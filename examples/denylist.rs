//! Log out, and log out everywhere. `cargo run --example denylist`

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

/// Ends the login of the token it is called with, access or refresh: all its tokens, also those
/// that a refresh makes at this moment.
#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> actix_web::Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends every login that this user has by now.
#[post("/logout/everywhere")]
#[paseto_required]
async fn logout_everywhere(
    token: Token,
    revocations: Revocations,
) -> actix_web::Result<HttpResponse> {
    let subject = token.subject().clone();
    revocations.revoke_subject(subject).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, me, refresh, logout, logout_everywhere);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
