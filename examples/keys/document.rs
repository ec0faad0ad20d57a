//! A JWKS document (RFC 7517, RFC 8037) for those who check our tokens.

use actix_paseto::codec::VerifyingKey;
use actix_paseto::key::Identified as _;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Failure};
use crate::files::Target;
use crate::make::{PUBLIC, public_key};

pub(crate) async fn jwks(mut arguments: Arguments) -> Result<(), Failure> {
    let target = Target::of(&mut arguments)?;
    let mut keys = Vec::new();
    for file in arguments.rest(1, 16)? {
        keys.push(jwk(&public_key(Some(&file)).await?));
    }
    let text = format!("{:#}\n", json!({ "keys": keys }));
    match target {
        Some(target) => target.write(text.as_bytes(), PUBLIC)?,
        None => print!("{text}"),
    }
    Ok(())
}

/// `x` is what PASERK has after its prefix; the name is the one that our tokens carry.
fn jwk(key: &VerifyingKey) -> Value {
    let (text, id) = (key.to_paserk(), key.id().as_str());
    let x = text.trim_start_matches("k4.public.");
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": id, "x": x })
}
