//! The same claims as a JWT, for scale: with the feature `jwt`, which brings the crate.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};

use super::peers::{Case, Payload, case};

fn validation(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&["issuer.example"]);
    validation.set_audience(&["api.example"]);
    validation.validate_nbf = true;
    validation
}

fn verify(name: &'static str, of: Algorithm, sealing: &EncodingKey, key: DecodingKey) -> Case {
    let payload = Payload::<u64>::numbers();
    let token = jsonwebtoken::encode(&Header::new(of), &payload, sealing).unwrap();
    let validation = validation(of);
    case(name, move || jsonwebtoken::decode::<Payload<u64>>(&token, &key, &validation).is_ok())
}

fn issue(name: &'static str, of: Algorithm, key: EncodingKey) -> Case {
    let (header, payload) = (Header::new(of), Payload::<u64>::numbers());
    case(name, move || jsonwebtoken::encode(&header, &payload, &key).is_ok())
}

/// The crate's own reader of PEM is a feature of more crates.
fn sealing_key(pem: &str) -> EncodingKey {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    EncodingKey::from_ed_der(&STANDARD.decode(text).unwrap())
}

pub(crate) fn verify_eddsa(pem: &str, public: &[u8]) -> Case {
    let key = DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(public)).unwrap();
    verify("jsonwebtoken EdDSA, AWS-LC", Algorithm::EdDSA, &sealing_key(pem), key)
}

pub(crate) fn verify_hs256() -> Case {
    let (sealing, key) = (EncodingKey::from_secret(&[7; 32]), DecodingKey::from_secret(&[7; 32]));
    verify("jsonwebtoken HS256, AWS-LC", Algorithm::HS256, &sealing, key)
}

pub(crate) fn issue_eddsa(pem: &str) -> Case {
    issue("jsonwebtoken EdDSA, AWS-LC", Algorithm::EdDSA, sealing_key(pem))
}

pub(crate) fn issue_hs256() -> Case {
    issue("jsonwebtoken HS256, AWS-LC", Algorithm::HS256, EncodingKey::from_secret(&[7; 32]))
}
