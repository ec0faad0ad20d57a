//! The key, and the one algorithm that goes with it. Alone names the crate for JSON Web Tokens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::crypto::CryptoProvider;
use jsonwebtoken::dangerous::insecure_decode;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{JwtClaims, JwtError, config};
use crate::codec::SigningKey;
use crate::outgoing::TokenError;
use crate::secret::{SecretBytes, SecretText};

const SHORTEST_SECRET: usize = 32;

/// No header of HTTP takes more either.
const LONGEST_TOKEN: usize = 16 * 1_024;

pub(super) struct Key {
    algorithm: Algorithm,
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl Key {
    pub(super) fn hs256(secret: &SecretBytes) -> Result<Self, TokenError> {
        let secret = secret.expose();
        if secret.len() < SHORTEST_SECRET {
            return Err(config("a secret for HS256 has 32 bytes at least"));
        }
        let signing = EncodingKey::from_secret(secret);
        Self::new(Algorithm::HS256, signing, DecodingKey::from_secret(secret))
    }

    pub(super) fn ed25519(private: &SecretText) -> Result<Self, TokenError> {
        let unreadable = config("the key is no Ed25519 key as PEM or PASERK");
        let key = SigningKey::from_text(private.expose()).map_err(|_| unreadable.clone())?;
        let pem = key.to_pem().map_err(|_| unreadable.clone())?;
        let der = der(pem.expose()).ok_or_else(|| unreadable.clone())?;
        let public = key.verifying_key().to_paserk();
        let public = public.strip_prefix("k4.public.").unwrap_or_default();
        let public = DecodingKey::from_ed_components(public).map_err(|_| unreadable)?;
        Self::new(Algorithm::EdDSA, EncodingKey::from_ed_der(&der), public)
    }

    fn new(
        algorithm: Algorithm,
        signing: EncodingKey,
        verifying: DecodingKey,
    ) -> Result<Self, TokenError> {
        // Should the application have installed another, that one serves as well.
        let _ = CryptoProvider::install_default(&jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER);
        let key = Self { algorithm, signing, verifying };
        // A key that cannot sign shows here rather than with the first token.
        key.sign(&Map::new())?;
        Ok(key)
    }

    pub(super) fn sign(&self, claims: &Map<String, Value>) -> Result<SecretText, TokenError> {
        let text = jsonwebtoken::encode(&Header::new(self.algorithm), claims, &self.signing);
        text.map(SecretText::from).map_err(|_| config("the key cannot sign"))
    }

    /// The claims of a token whose signature holds; nothing of them is checked.
    pub(super) fn verify(&self, token: &str) -> Result<JwtClaims, JwtError> {
        let mut rules = Validation::new(self.algorithm);
        // `verify::check` does all of it by our clock, and to the second.
        rules.required_spec_claims.clear();
        (rules.validate_exp, rules.validate_aud) = (false, false);
        let decoded = jsonwebtoken::decode(bounded(token)?, &self.verifying, &rules);
        let decoded = decoded.map_err(|error| cause(error.kind()))?;
        // An extension that must be understood and is not (RFC 7515 §4.1.11).
        if decoded.header.crit.is_some() {
            return Err(JwtError::Malformed);
        }
        Ok(JwtClaims::new(decoded.claims))
    }
}

pub(super) fn decode_unverified(token: &str) -> Result<JwtClaims, JwtError> {
    let decoded = insecure_decode::<Map<String, Value>>(bounded(token)?);
    decoded.map(|decoded| JwtClaims::new(decoded.claims)).map_err(|_| JwtError::Malformed)
}

fn bounded(token: &str) -> Result<&str, JwtError> {
    if token.len() > LONGEST_TOKEN { Err(JwtError::Malformed) } else { Ok(token) }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "a kind that is new is no reason to take a token"
)]
fn cause(kind: &ErrorKind) -> JwtError {
    match kind {
        ErrorKind::InvalidSignature => JwtError::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => JwtError::Algorithm,
        _ => JwtError::Malformed,
    }
}

/// What stands between the lines of dashes.
fn der(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut body = Zeroizing::new(String::with_capacity(pem.len()));
    pem.lines()
        .filter(|line| !line.starts_with("-----"))
        .for_each(|line| body.push_str(line.trim()));
    STANDARD.decode(body.as_bytes()).ok().map(Zeroizing::new)
}
