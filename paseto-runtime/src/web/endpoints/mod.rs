//! Two endpoints that a `Paseto` brings along: revocation (RFC 7009), introspection (RFC 7662).

mod active;
mod asked;
mod form;
mod introspection;
mod revocation;

use actix_web::{HttpRequest, Route, web};

use super::Paseto;

impl Paseto {
    /// Revocation for whoever holds a token, as RFC 7009 has it: `POST` with the form parameter
    /// `token`. A client logs out by it without an access token that is still live.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::Paseto;
    /// use actix_web::App;
    ///
    /// # fn app() -> Result<(), Box<dyn std::error::Error>> {
    /// let paseto = Paseto::dev()?;
    /// let app = App::new()
    ///     .configure(paseto.install())
    ///     .route("/revoke", paseto.revocation_endpoint())
    ///     .route("/introspect", paseto.introspection_endpoint());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// | the token | answer |
    /// |---|---|
    /// | live, of any kind and any profile | 200, once the store has acknowledged it |
    /// | revoked, expired, forged, garbage | 200, the same |
    /// | live, of a kind that `revocation.kinds` leaves out | 400 `unsupported_token_type`: it counts on |
    /// | missing, repeated, in the query; no form | 400 `invalid_request` |
    /// | in a body above 16 KiB | 413 `invalid_request` |
    /// | live, and the store does not answer | 503, `Retry-After`: it counts on |
    ///
    /// It ends what [`Revocations::log_out`](super::Revocations::log_out) ends: all tokens of the
    /// same login, else the token alone. Issuer and audience do not matter, since a route may name
    /// its own. Holding the token is all the authorization there is.
    ///
    /// **A token that is bound to an implicit assertion is garbage here** and stays alive behind
    /// its 200: mount [`revocation_endpoint_bound_to`](Self::revocation_endpoint_bound_to) instead.
    ///
    /// Mount it under [`App::route`](actix_web::App::route) or a `route` of a scope, as it is: it
    /// answers other methods itself, with 405.
    #[must_use]
    pub fn revocation_endpoint(&self) -> Route {
        self.revocation_endpoint_bound_to(unbound)
    }

    /// [`revocation_endpoint`](Self::revocation_endpoint), also for tokens that are bound to one of
    /// these implicit assertions: constants, or values out of the request. Each is tried under
    /// every profile.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # fn app(paseto: actix_paseto::Paseto) {
    /// use actix_web::{App, HttpRequest};
    ///
    /// fn tenants(req: &HttpRequest) -> Vec<Vec<u8>> {
    ///     let named = req.headers().get("x-tenant").map(|name| name.as_bytes().to_vec());
    ///     named.into_iter().chain([b"tenant-alpha".to_vec()]).collect()
    /// }
    ///
    /// let app = App::new().route("/revoke", paseto.revocation_endpoint_bound_to(tenants));
    /// # }
    /// ```
    #[must_use]
    pub fn revocation_endpoint_bound_to(
        &self,
        assertions: fn(&HttpRequest) -> Vec<Vec<u8>>,
    ) -> Route {
        let paseto = self.clone();
        web::to(move |req: HttpRequest, payload: web::Payload| {
            revocation::revoke(paseto.clone(), assertions, req, payload.into_inner())
        })
    }

    /// Introspection for resource servers, as RFC 7662 has it: `POST` with the form parameter
    /// `token`, by a caller with a live access token of the default profile that grants the scope
    /// `introspect`. The application has [`install`](Self::install)ed the `Paseto`.
    ///
    /// Mounted as [`revocation_endpoint`](Self::revocation_endpoint) is.
    ///
    /// A token that does not count here and now, under no profile, is answered `{"active":false}`
    /// and nothing else: forged, expired, not valid yet, revoked, used up, of another issuer or
    /// audience than the configured ones, or bound to an implicit assertion. A live one, of any
    /// kind and any profile:
    ///
    /// | member | is |
    /// |---|---|
    /// | `active` | `true` |
    /// | `sub` | text, also where it is a number |
    /// | `iss`, `aud`, `jti` | as in the token; a single `aud` as text |
    /// | `exp`, `iat`, `nbf` | seconds since 1970 |
    /// | `scope` | the claim `scope` or `scopes`, separated by spaces |
    /// | `token_type` | `Bearer` for access tokens; absent for all others |
    /// | `kind` | `access`, `refresh` or your own |
    /// | `fresh` | whether it comes from a login |
    ///
    /// A resource server asks for `kind` or `token_type`: a refresh token is active too, and opens
    /// nothing. Whether a token is revoked is asked for every kind, and nothing is used up. If the
    /// store does not answer, the answer is 503, never `active`.
    #[must_use]
    pub fn introspection_endpoint(&self) -> Route {
        self.introspection_endpoint_bound_to(unbound)
    }

    /// [`introspection_endpoint`](Self::introspection_endpoint), also for tokens that are bound to
    /// one of these implicit assertions.
    #[must_use]
    pub fn introspection_endpoint_bound_to(
        &self,
        assertions: fn(&HttpRequest) -> Vec<Vec<u8>>,
    ) -> Route {
        let paseto = self.clone();
        web::to(move |req: HttpRequest, payload: web::Payload| {
            introspection::introspect(paseto.clone(), assertions, req, payload.into_inner())
        })
    }
}

fn unbound(_: &HttpRequest) -> Vec<Vec<u8>> {
    Vec::new()
}
