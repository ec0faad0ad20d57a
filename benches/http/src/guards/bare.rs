//! A guard written by hand over `pasetors`, as its documentation shows it.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::error::ErrorUnauthorized;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{Error, FromRequest, HttpRequest, get};
use pasetors::claims::{Claims, ClaimsValidationRules};
use pasetors::keys::{AsymmetricPublicKey, SymmetricKey};
use pasetors::token::UntrustedToken;
use pasetors::version4::V4;
use pasetors::{Local, Public, local, public};

use super::bearer;
use crate::sample::{AUDIENCE, ISSUER, Sample};

pub struct Keys {
    local: SymmetricKey<V4>,
    public: AsymmetricPublicKey<V4>,
    rules: ClaimsValidationRules,
}

impl Keys {
    pub fn new(sample: &Sample) -> Self {
        let mut rules = ClaimsValidationRules::new();
        rules.validate_issuer_with(ISSUER);
        rules.validate_audience_with(AUDIENCE);
        let verifying = sample.signing.verifying_key().to_paserk();
        Self {
            local: SymmetricKey::try_from(sample.local.to_paserk().expose()).unwrap(),
            public: AsymmetricPublicKey::try_from(verifying.as_str()).unwrap(),
            rules,
        }
    }

    pub fn decrypt(&self, token: &str) -> Option<Claims> {
        let token = UntrustedToken::<Local, V4>::try_from(token).ok()?;
        let token = local::decrypt(&self.local, &token, &self.rules, None, None).ok()?;
        token.payload_claims().cloned()
    }

    pub fn verify(&self, token: &str) -> Option<Claims> {
        let token = UntrustedToken::<Public, V4>::try_from(token).ok()?;
        let token = public::verify(&self.public, &token, &self.rules, None, None).ok()?;
        token.payload_claims().cloned()
    }
}

pub struct Decrypted(pub Claims);
pub struct Verified(pub Claims);

impl FromRequest for Decrypted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let keys = request.app_data::<Data<Keys>>();
        let claims = keys.zip(bearer(request)).and_then(|(keys, token)| keys.decrypt(token));
        ready(claims.map(Self).ok_or_else(|| ErrorUnauthorized("denied")))
    }
}

impl FromRequest for Verified {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let keys = request.app_data::<Data<Keys>>();
        let claims = keys.zip(bearer(request)).and_then(|(keys, token)| keys.verify(token));
        ready(claims.map(Self).ok_or_else(|| ErrorUnauthorized("denied")))
    }
}

#[get("/pasetors/local")]
async fn local_route(claims: Decrypted) -> &'static str {
    if claims.0.contains_claim("role") { "ok" } else { "none" }
}

#[get("/pasetors/public")]
async fn public_route(claims: Verified) -> &'static str {
    if claims.0.contains_claim("role") { "ok" } else { "none" }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service((local_route, public_route));
}
