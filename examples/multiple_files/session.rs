//! Where tokens come from.

use actix_paseto::prelude::*;
use actix_web::web::{Path, ServiceConfig};
use actix_web::{Result, post};

use crate::user::User;

pub fn routes(config: &mut ServiceConfig) {
    config.service((login, refresh));
}

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(name: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    let scopes = if *name == "admin" { "orders:*" } else { "orders:read" };
    let user = User { scopes: vec![scopes.to_owned()] };
    Ok(issuer.pair(&*name).claims(&user)?.issue()?)
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, user: Claims<User>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).claims(&*user)?.issue()?)
}
