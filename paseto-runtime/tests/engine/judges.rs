//! Three engines asked the same.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signature;
use paseto_runtime::codec::{LocalKey, Opened, Shape, VerifyingKey};
use paseto_runtime::kind::Purpose;
use pasetors::keys::{AsymmetricPublicKey, SymmetricKey};
use pasetors::token::UntrustedToken;
use pasetors::version4::{LocalToken, PublicToken, V4};

use crate::forge::public_pae;

const BOTH: &[Purpose] = &[Purpose::Local, Purpose::Public];

/// Payload and footer of an accepted token.
pub(crate) type Accepted = (String, Vec<u8>);

/// One public key in three engines.
pub(crate) struct PublicJudges {
    generic: VerifyingKey,
    precomputed: VerifyingKey,
    pasetors: AsymmetricPublicKey<V4>,
    /// Not every spelling is a key to it.
    dalek: Option<ed25519_dalek::VerifyingKey>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Verdicts {
    pub(crate) ours: Option<Accepted>,
    pub(crate) pasetors: Option<Accepted>,
    /// `None` as well for what is no token to us.
    pub(crate) strict: bool,
}

impl PublicJudges {
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        let text = format!("k4.public.{}", URL_SAFE_NO_PAD.encode(bytes));
        let [generic, precomputed] =
            [(); 2].map(|()| VerifyingKey::dangerous_from_weak_text(&text).unwrap());
        precomputed.precompute();
        let pasetors = AsymmetricPublicKey::from(bytes).unwrap();
        let dalek = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok();
        Self { generic, precomputed, pasetors, dalek }
    }

    pub(crate) fn judge(&self, token: &str, assertion: &[u8], on_tables: bool) -> Verdicts {
        let key = if on_tables { &self.precomputed } else { &self.generic };
        let shape = Shape::parse(token, BOTH).ok();
        let ours = shape.as_ref().and_then(|shape| accepted(key.open(shape, assertion), shape));
        let strict =
            shape.is_some() && self.is_strictly_authentic(token, assertion).unwrap_or(false);
        Verdicts { ours, pasetors: self.ask_pasetors(token, assertion), strict }
    }

    fn ask_pasetors(&self, token: &str, assertion: &[u8]) -> Option<Accepted> {
        let token = UntrustedToken::try_from(token).ok()?;
        let trusted = PublicToken::verify(&self.pasetors, &token, None, Some(assertion)).ok()?;
        Some((trusted.payload().to_owned(), token.untrusted_footer().to_vec()))
    }

    fn is_strictly_authentic(&self, token: &str, assertion: &[u8]) -> Option<bool> {
        let token = UntrustedToken::<pasetors::token::Public, V4>::try_from(token).ok()?;
        let (payload, footer) = (token.untrusted_payload(), token.untrusted_footer());
        let signature = Signature::from_slice(&token.untrusted_message()[payload.len()..]).ok()?;
        let message = public_pae(payload, footer, assertion);
        let strict = self.dalek.as_ref()?.verify_strict(&message, &signature).is_ok();
        Some(strict && std::str::from_utf8(payload).is_ok())
    }
}

/// One shared key in both engines.
pub(crate) struct LocalJudges {
    pub(crate) ours: LocalKey,
    pub(crate) pasetors: SymmetricKey<V4>,
}

impl LocalJudges {
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        let text = format!("k4.local.{}", URL_SAFE_NO_PAD.encode(bytes));
        let ours = LocalKey::dangerous_from_weak_text(&text).unwrap();
        Self { ours, pasetors: SymmetricKey::from(bytes).unwrap() }
    }

    /// Ours, then pasetors'.
    pub(crate) fn judge(&self, token: &str, assertion: &[u8]) -> [Option<Accepted>; 2] {
        let shape = Shape::parse(token, BOTH).ok();
        let ours =
            shape.as_ref().and_then(|shape| accepted(self.ours.open(shape, assertion), shape));
        [ours, self.ask_pasetors(token, assertion)]
    }

    fn ask_pasetors(&self, token: &str, assertion: &[u8]) -> Option<Accepted> {
        let token = UntrustedToken::try_from(token).ok()?;
        let trusted = LocalToken::decrypt(&self.pasetors, &token, None, Some(assertion)).ok()?;
        Some((trusted.payload().to_owned(), token.untrusted_footer().to_vec()))
    }
}

/// Whether a text is a token to us.
pub(crate) fn is_token(text: &str) -> bool {
    Shape::parse(text, BOTH).is_ok()
}

fn accepted(opened: Option<Opened>, shape: &Shape) -> Option<Accepted> {
    Some((opened?.into_payload(), shape.unverified_footer().as_bytes().to_vec()))
}
