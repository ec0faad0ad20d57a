//! Introspection for resource servers: RFC 7662.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{Error, FromRequest as _, HttpRequest, HttpResponse, web};

use super::active::Active;
use super::asked::{Asked, AssertionsOf};
use super::form;
use crate::authenticate::examine;
use crate::claims::AnyClaims;
use crate::policy::{PolicySpec, Site};
use crate::profile::Profile;
use crate::revocation::{Standing, StoreError};
use crate::telemetry::Operation;
use crate::token::Token;
use crate::web::in_time::in_time;
use crate::web::mode::Required;
use crate::web::{Guarded, Paseto, Policy};

/// Who may ask: anybody else could find out by guessing what lives.
struct Introspecting;

impl Policy for Introspecting {
    type Claims = AnyClaims;
    type Mode = Required;
    const SPEC: PolicySpec =
        PolicySpec::required(Site::built_in("(introspection endpoint)")).scopes(&["introspect"]);
    const READS_BODY: bool = false;
}

pub(super) async fn introspect(
    paseto: Paseto,
    assertions: AssertionsOf,
    req: HttpRequest,
    mut payload: Payload,
) -> Result<HttpResponse, Error> {
    form::only_post(&req)?;
    let guard = Guarded::<Introspecting, web::Payload>::from_request(&req, &mut payload);
    let mut payload = guard.await?.into_args().into_inner();
    let asked = Asked::read(&req, &mut payload, assertions).await?;
    let mut answer = form::no_store(StatusCode::OK);
    Ok(match find(&paseto, &asked).await? {
        Some(token) => answer.json(Active::of(&token)),
        None => answer.content_type("application/json").body("{\"active\":false}"),
    })
}

/// Under the first profile that takes it.
async fn find(paseto: &Paseto, asked: &Asked) -> Result<Option<Token>, StoreError> {
    for profile in paseto.profiles() {
        let Ok(token) = asked.find(profile, examine) else { continue };
        if let Standing::Live = standing(profile, &token).await? {
            return Ok(Some(token));
        }
    }
    Ok(None)
}

/// Asked about every kind, also about those that `revocation.kinds` spares the routes.
async fn standing(profile: &Arc<Profile>, token: &Token) -> Result<Standing, StoreError> {
    in_time(profile, Operation::Check, profile.store.check(&profile.query(token))).await
}
