//! A guard over rusty_paseto's batteries-included parser.

use actix_paseto::kind::Purpose;
use actix_web::error::ErrorUnauthorized;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{Error, HttpRequest, get};
use rusty_paseto::prelude::*;

use super::bearer;
use crate::sample::{AUDIENCE, ISSUER, Sample};

pub struct Keys {
    local: PasetoSymmetricKey<V4, Local>,
    public: Key<32>,
    /// It compares the footer with one that it is told.
    footers: [String; 2],
}

impl Keys {
    pub fn new(sample: &Sample) -> Self {
        let symmetric = sample.local.to_paserk();
        let symmetric =
            pasetors::keys::SymmetricKey::<pasetors::version4::V4>::try_from(symmetric.expose());
        let verifying = sample.signing.verifying_key().to_paserk();
        let public = pasetors::keys::AsymmetricPublicKey::<pasetors::version4::V4>::try_from(
            verifying.as_str(),
        );
        Self {
            local: PasetoSymmetricKey::from(Key::try_from(symmetric.unwrap().as_bytes()).unwrap()),
            public: Key::try_from(public.unwrap().as_bytes()).unwrap(),
            footers: [Purpose::Local, Purpose::Public].map(|purpose| sample.footer(purpose)),
        }
    }
}

fn denied<E>(_: E) -> Error {
    ErrorUnauthorized("denied")
}

#[get("/rusty/local")]
async fn local_route(keys: Data<Keys>, request: HttpRequest) -> Result<&'static str, Error> {
    let token = bearer(&request).ok_or_else(|| denied(()))?;
    let claims = PasetoParser::<V4, Local>::default()
        .check_claim(IssuerClaim::from(ISSUER))
        .check_claim(AudienceClaim::from(AUDIENCE))
        .set_footer(Footer::from(keys.footers[0].as_str()))
        .parse(token, &keys.local)
        .map_err(denied)?;
    Ok(if claims["role"].is_null() { "none" } else { "ok" })
}

#[get("/rusty/public")]
async fn public_route(keys: Data<Keys>, request: HttpRequest) -> Result<&'static str, Error> {
    let token = bearer(&request).ok_or_else(|| denied(()))?;
    let key = PasetoAsymmetricPublicKey::<V4, Public>::from(&keys.public);
    let claims = PasetoParser::<V4, Public>::default()
        .check_claim(IssuerClaim::from(ISSUER))
        .check_claim(AudienceClaim::from(AUDIENCE))
        .set_footer(Footer::from(keys.footers[1].as_str()))
        .parse(token, &key)
        .map_err(denied)?;
    Ok(if claims["role"].is_null() { "none" } else { "ok" })
}

pub fn routes(config: &mut ServiceConfig) {
    config.service((local_route, public_route));
}
