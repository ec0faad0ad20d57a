//! A key of any type, for configuration: what opens and seals tokens takes one type only.

use super::care::Care;
use super::error::KeyError;
use super::local::LocalKey;
use super::material::Material;
use super::signing::SigningKey;
use super::verifying::VerifyingKey;
use crate::key::{Identified, KeyId};

/// A key whose text says what it is for.
#[derive(Debug, Clone)]
#[allow(clippy::exhaustive_enums, reason = "version 4 has exactly these types of key")]
pub enum Key {
    /// `k4.local.…`
    Local(LocalKey),
    /// `k4.secret.…` or a private key as PEM.
    Signing(SigningKey),
    /// `k4.public.…` or a public key as PEM.
    Verifying(VerifyingKey),
}

impl Key {
    /// Reads PASERK or PEM.
    ///
    /// # Errors
    ///
    /// [`KeyError`], as the types themselves.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Full)
    }

    /// As [`from_text`](Self::from_text), but takes the keys of the official vectors. For tests
    /// only.
    ///
    /// # Errors
    ///
    /// [`KeyError`], as the types themselves.
    pub fn dangerous_from_weak_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Vectors)
    }

    fn read(text: &str, care: Care) -> Result<Self, KeyError> {
        match Material::read(text)? {
            Material::Local(bytes) => LocalKey::new(&bytes, care).map(Self::Local),
            Material::Secret(bytes) => SigningKey::new(&bytes, care).map(Self::Signing),
            Material::Public(bytes) => VerifyingKey::new(&bytes, care).map(Self::Verifying),
        }
    }
}

impl Identified for Key {
    fn id(&self) -> &KeyId {
        match self {
            Self::Local(key) => key.id(),
            Self::Signing(key) => key.id(),
            Self::Verifying(key) => key.id(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    const ZERO_SEED: &str = "k4.secret.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA7aie8zrakLWKjqNAqbw1zZTIVdx3iQ6Y6wEihi1naKQ";
    const ZERO_LOCAL: &str = "k4.local.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const ZERO_SEED_PEM: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
-----END PRIVATE KEY-----
";
    // RFC 8410 §10.3: the same key in both versions of PKCS#8, and its public key.
    const PKCS8_V1: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";
    const PKCS8_V2: &str = "-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
";
    const SPKI: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
";

    #[test]
    fn every_text_form_comes_back() {
        let local = LocalKey::generate().unwrap();
        let text = format!("  {}\n", local.to_paserk().expose());
        assert_eq!(Key::from_text(&text).unwrap().id(), local.id());

        let signing = SigningKey::generate().unwrap();
        for text in [signing.to_paserk(), signing.to_pem().unwrap()] {
            assert_eq!(SigningKey::from_text(text.expose()).unwrap().id(), signing.id());
        }
        let public = signing.verifying_key();
        for text in [public.to_paserk(), public.to_pem().unwrap()] {
            assert_eq!(VerifyingKey::from_text(&text).unwrap().id(), signing.id());
        }
    }

    #[test]
    fn pem_of_other_tools_is_read() {
        let public = VerifyingKey::from_text(SPKI).unwrap();
        for text in [PKCS8_V1, PKCS8_V2] {
            assert_eq!(SigningKey::from_text(text).unwrap().id(), public.id());
        }
        let signing = SigningKey::from_text(PKCS8_V2).unwrap();
        assert_eq!(signing.to_pem().unwrap().expose(), PKCS8_V1);
        assert_eq!(public.to_pem().unwrap(), SPKI);
    }

    #[test]
    fn pem_whose_halves_do_not_fit_is_refused() {
        let forged = PKCS8_V2.replace("xZuE=", "xZuI=");
        assert_ne!(forged, PKCS8_V2);
        assert_eq!(Key::from_text(&forged).unwrap_err(), KeyError::Mismatch);
        let cut = PKCS8_V1.replace("EdVhC", "EdV");
        assert_eq!(Key::from_text(&cut).unwrap_err(), KeyError::Pem);
    }

    #[test]
    fn zero_keys_are_weak_and_never_panic() {
        for text in [ZERO_SEED, ZERO_LOCAL, ZERO_SEED_PEM] {
            assert_eq!(Key::from_text(text).unwrap_err(), KeyError::Weak);
        }
        for text in [ZERO_SEED, ZERO_SEED_PEM] {
            let refused = SigningKey::dangerous_from_weak_text(text);
            assert_eq!(refused.unwrap_err(), KeyError::Weak);
        }
        assert!(LocalKey::dangerous_from_weak_text(ZERO_LOCAL).is_ok());
    }

    #[test]
    fn keys_of_another_type_are_refused() {
        let local = LocalKey::generate().unwrap().to_paserk();
        let signing = SigningKey::generate().unwrap();
        let (secret, public) = (signing.to_paserk(), signing.verifying_key().to_paserk());
        let wrong = KeyError::WrongVersion;
        for text in [secret.expose(), &public, PKCS8_V1, SPKI] {
            assert_eq!(LocalKey::from_text(text).unwrap_err(), wrong);
        }
        for text in [local.expose(), &public, SPKI] {
            assert_eq!(SigningKey::from_text(text).unwrap_err(), wrong);
        }
        for text in [local.expose(), secret.expose(), PKCS8_V1] {
            assert_eq!(VerifyingKey::from_text(text).unwrap_err(), wrong);
        }
    }

    #[test]
    fn keys_print_ids_only() {
        let key = Key::Local(LocalKey::generate().unwrap());
        assert_eq!(format!("{key:?}"), format!("Local(LocalKey({}))", key.id()));
        let key = SigningKey::generate().unwrap();
        assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.id()));
    }

    #[test]
    fn a_local_key_made_of_a_public_key_or_seed_is_found() {
        let signing = SigningKey::generate().unwrap();
        let public = signing.verifying_key();
        let data = public.to_paserk().replace("public", "local");
        let from_public = LocalKey::from_text(&data).unwrap();
        let from_seed = LocalKey::new(signing.seed().unwrap(), Care::Full).unwrap();
        assert!(public.shares_bytes_with(&from_public));
        assert!(signing.shares_bytes_with(&from_public));
        assert!(signing.shares_bytes_with(&from_seed));
        assert!(!public.shares_bytes_with(&from_seed));
        assert!(!signing.shares_bytes_with(&LocalKey::generate().unwrap()));
    }
}
