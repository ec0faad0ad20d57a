//! A link that works once. `cargo run --example password_reset`

use std::time::{Duration, SystemTime};

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpResponse, HttpServer, Result, get, post};
use serde::Deserialize;

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(&*user).fresh().issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// Whoever reads the answer could reset the password: a real service puts it into a mail to the
/// user, and answers alike for a user that it does not know.
#[post("/forgot/{user}")]
#[paseto_public(reason = "who has forgotten the password cannot log in")]
async fn forgot(user: Path<String>, issuer: Issuer) -> Result<String> {
    let link = issuer.custom("password-reset", &*user).expires_in(Duration::from_secs(900));
    Ok(link.issue()?.into_string())
}

/// A rule that holds while the body is read: a password that is too short uses nothing up.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Password(String);

impl TryFrom<String> for Password {
    type Error = &'static str;

    fn try_from(text: String) -> std::result::Result<Self, &'static str> {
        if text.chars().count() < 12 { Err("at least 12 characters") } else { Ok(Self(text)) }
    }
}

#[derive(Deserialize)]
struct NewPassword {
    password: Password,
}

/// The body is read, then the token is used up, then this runs: once, however often and however
/// fast the link is followed.
#[post("/reset")]
#[paseto_required(kind = "password-reset", single_use)]
async fn reset(
    token: Token,
    new: Json<NewPassword>,
    revocations: Revocations,
) -> Result<HttpResponse> {
    // Hash `new.password` and keep the hash. What was logged in until now is not any more:
    let subject = token.subject().clone();
    revocations.revoke_subject_before(subject, SystemTime::now()).await?;
    let length = new.password.0.chars().count();
    Ok(HttpResponse::Ok().body(format!("a password of {length} characters")))
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || App::new().configure(paseto.install()).service((login, me, forgot, reset));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
