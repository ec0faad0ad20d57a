//! Keys and tokens that every guard is measured with: 11 claims, 251 bytes of JSON.

use actix_paseto::codec::{LocalKey, Shape, SigningKey};
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use figment::Figment;
use figment::providers::{Format as _, Toml};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub const ISSUER: &str = "https://issuer.example";
pub const AUDIENCE: &str = "https://api.example";
pub const SUBJECT: &str = "user-8231";

/// What refused tokens are made from, and the profile whose every token is a first-seen one:
/// whatever remembers tokens is off there.
const SETTINGS: &str = r#"
[default]
accept = ["v4.local", "v4.public"]
issuer = "https://issuer.example"
audience = ["https://api.example"]
access_ttl = "1d"

[first-seen]
access_ttl = "1d"

[first-seen.cache]
capacity = 0
"#;

#[derive(Clone, Serialize, Deserialize, Claims)]
pub struct User {
    pub role: String,
    pub tenant: String,
}

/// The claims as a typed guard of another library reads them.
#[derive(Serialize, Deserialize)]
pub struct Payload<T> {
    pub iss: String,
    pub sub: String,
    pub aud: String,
    pub exp: T,
    pub nbf: T,
    pub iat: T,
    pub jti: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub fresh: bool,
    pub role: String,
    pub tenant: String,
}

/// Keys of one process, and what is configured with them.
pub struct Sample {
    pub local: LocalKey,
    pub signing: SigningKey,
    pub secret: [u8; 32],
    pub paseto: Paseto,
}

pub fn user() -> User {
    User { role: "clerk".to_owned(), tenant: "alpha".to_owned() }
}

/// Base settings with keys of ours, to which a measurement adds its own.
pub fn figment(local: &LocalKey, signing: &SigningKey) -> Figment {
    let (local, signing) = (local.to_paserk(), signing.to_paserk());
    let active = [local.expose(), signing.expose()];
    Figment::from(Toml::string(SETTINGS).nested())
        .merge(figment::providers::Serialized::global("keys.active", active))
}

async fn built(local: &LocalKey, signing: &SigningKey, settings: &[(&str, Value)]) -> Paseto {
    let mut builder = Paseto::builder().figment(figment(local, signing));
    for (key, value) in settings {
        builder = builder.set(key, value);
    }
    builder.build().await.unwrap()
}

impl Sample {
    /// With these settings besides.
    pub async fn new(settings: &[(&str, Value)]) -> Self {
        let (local, signing) = (LocalKey::generate().unwrap(), SigningKey::generate().unwrap());
        let paseto = built(&local, &signing, settings).await;
        Self { local, signing, secret: *b"a secret of thirty-two bytes, ok", paseto }
    }

    /// Another node with the same keys.
    pub async fn node(&self, settings: &[(&str, Value)]) -> Paseto {
        built(&self.local, &self.signing, settings).await
    }

    pub fn issue(&self, purpose: Purpose) -> String {
        let token = self.paseto.issuer().access(SUBJECT).claims(&user()).unwrap();
        token.purpose(purpose).issue().unwrap().into_string()
    }

    /// The payload that our issuer writes.
    pub fn claims(&self) -> Map<String, Value> {
        let token = self.issue(Purpose::Local);
        let shape = Shape::parse(&token, &[Purpose::Local]).unwrap();
        serde_json::from_str(self.local.open(&shape, b"").unwrap().payload()).unwrap()
    }

    /// The footer that our issuer writes.
    pub fn footer(&self, purpose: Purpose) -> String {
        let token = self.issue(purpose);
        let shape = Shape::parse(&token, &[purpose]).unwrap();
        String::from_utf8(shape.unverified_footer().as_bytes().to_vec()).unwrap()
    }

    /// Authentic, and wrong in what is said here.
    pub fn with(&self, changes: Value) -> String {
        let mut claims = self.claims();
        claims.extend(changes.as_object().unwrap().clone());
        let footer = self.footer(Purpose::Local);
        let payload = Value::Object(claims).to_string();
        self.local.seal(payload.as_bytes(), footer.as_bytes(), b"").unwrap()
    }

    pub fn jwt(&self, algorithm: Algorithm) -> String {
        let key = match algorithm {
            Algorithm::EdDSA => {
                EncodingKey::from_ed_pem(self.signing.to_pem().unwrap().expose().as_bytes())
                    .unwrap()
            }
            _ => EncodingKey::from_secret(&self.secret),
        };
        jsonwebtoken::encode(&Header::new(algorithm), &self.jwt_claims(), &key).unwrap()
    }

    /// The same claims with a JWT's times.
    pub fn jwt_claims(&self) -> Payload<u64> {
        let mut claims = self.claims();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        claims.insert("iat".to_owned(), json!(now.as_secs()));
        claims.insert("nbf".to_owned(), json!(now.as_secs()));
        claims.insert("exp".to_owned(), json!(now.as_secs() + 86_400));
        serde_json::from_value(Value::Object(claims)).unwrap()
    }
}

/// One character of the body is another one.
pub fn forged(token: &str) -> String {
    let (header, rest) = token.split_at(40);
    let flipped = if rest.starts_with('A') { 'B' } else { 'A' };
    format!("{header}{flipped}{}", &rest[1..])
}
