//! actix-web-httpauth in front, jsonwebtoken behind: the usual pair for JWT.

use actix_web::error::ErrorUnauthorized;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{Error, get};
use actix_web_httpauth::extractors::bearer::BearerAuth;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};

use crate::sample::{AUDIENCE, ISSUER, Payload, Sample};

pub struct Keys {
    hs256: (DecodingKey, Validation),
    eddsa: (DecodingKey, Validation),
}

fn validation(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.validate_nbf = true;
    validation
}

impl Keys {
    pub fn new(sample: &Sample) -> Self {
        let pem = sample.signing.verifying_key().to_pem().unwrap();
        let public = DecodingKey::from_ed_pem(pem.as_bytes()).unwrap();
        Self {
            hs256: (DecodingKey::from_secret(&sample.secret), validation(Algorithm::HS256)),
            eddsa: (public, validation(Algorithm::EdDSA)),
        }
    }
}

fn decode(
    (key, validation): &(DecodingKey, Validation),
    token: &str,
) -> Result<&'static str, Error> {
    let token = jsonwebtoken::decode::<Payload<u64>>(token, key, validation);
    let claims = token.map_err(|_| ErrorUnauthorized("denied"))?.claims;
    Ok(if claims.role.is_empty() { "none" } else { "ok" })
}

#[get("/jwt/hs256")]
async fn hs256(keys: Data<Keys>, bearer: BearerAuth) -> Result<&'static str, Error> {
    decode(&keys.hs256, bearer.token())
}

#[get("/jwt/eddsa")]
async fn eddsa(keys: Data<Keys>, bearer: BearerAuth) -> Result<&'static str, Error> {
    decode(&keys.eddsa, bearer.token())
}

pub fn routes(config: &mut ServiceConfig) {
    config.service((hs256, eddsa));
}
