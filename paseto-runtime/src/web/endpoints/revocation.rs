//! Revocation for whoever holds the token: RFC 7009.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse};

use super::asked::{Asked, AssertionsOf};
use super::form;
use crate::authenticate::recognise;
use crate::profile::Profile;
use crate::revocation::StoreError;
use crate::token::Token;
use crate::web::refusal::Reasons;
use crate::web::{Paseto, Revocations};

/// One answer for whatever holds no longer, and for whatever never did.
pub(super) async fn revoke(
    paseto: Paseto,
    assertions: AssertionsOf,
    req: HttpRequest,
    mut payload: Payload,
) -> Result<HttpResponse, Error> {
    form::only_post(&req)?;
    let asked = Asked::read(&req, &mut payload, assertions).await?;
    let found = find(&paseto, &asked);
    end(&found).await?;
    if found.iter().all(|(profile, token)| profile.checks(token.kind())) {
        return Ok(form::no_store(StatusCode::OK).finish());
    }
    tracing::warn!(target: "paseto", "revoked, but `revocation.kinds` leaves its kind out");
    let why = "tokens of this kind are not asked about, and count until they expire";
    Ok(form::refused(StatusCode::BAD_REQUEST, "unsupported_token_type", why))
}

/// Under every profile that opens it: they need not share a store.
fn find<'a>(paseto: &'a Paseto, asked: &Asked) -> Vec<(&'a Arc<Profile>, Token)> {
    let mut found = Vec::new();
    for profile in paseto.profiles() {
        match asked.find(profile, recognise) {
            Ok(token) => found.push((profile, token)),
            Err(why) => {
                let (profile, reason) = (&*profile.name, Reasons(&why));
                tracing::debug!(target: "paseto", profile, %reason, "nothing to revoke");
            }
        }
    }
    if found.is_empty() {
        let why = "revocation endpoint: no live token of ours; one that is bound to an assertion \
                   needs `revocation_endpoint_bound_to`";
        tracing::info!(target: "paseto", "{why}");
    }
    found
}

/// In each of them, even if one fails; then it fails.
async fn end(found: &[(&Arc<Profile>, Token)]) -> Result<(), StoreError> {
    let mut ended = Ok(());
    for (profile, token) in found {
        let told = Revocations::new(Arc::clone(profile)).log_out(token).await;
        ended = ended.and(told);
    }
    ended
}
