//! The check for handlers without a token.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::page;
use crate::error::Rejection;
use crate::policy::{PolicySpec, Site};
use crate::web::revocations::profile_of;
use crate::web::{Paseto, Refusal};

/// The request comes from a page of ours, or from no browser: take it as a parameter of a handler
/// that sets cookies without asking for any, such as a login. Without it a foreign page could log
/// its visitors in as somebody else.
///
/// It looks at `Sec-Fetch-Site` and `Origin`, whatever the method; who may come is this origin and
/// `csrf.origins`. Who may not gets the 403 `csrf_failed`.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::web::SameOrigin;
///
/// async fn login(_: SameOrigin) -> &'static str {
///     "logged in"
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SameOrigin(());

impl FromRequest for SameOrigin {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(ours(req))
    }
}

fn ours(req: &HttpRequest) -> Result<SameOrigin, Error> {
    static SPEC: PolicySpec = PolicySpec::required(Site::built_in("(same origin)"));
    let profile = profile_of(req)?;
    page(req, &profile.settings.csrf).map(|()| SameOrigin(())).map_err(|which| {
        let renderer = Paseto::of_request(req).and_then(Paseto::renderer);
        Refusal::new(&SPEC, Rejection::CsrfFailed(which), &profile, renderer).logged(None).into()
    })
}
