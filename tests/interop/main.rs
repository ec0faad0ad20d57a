//! Tokens over and back between this library and Python's pyseto, running beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]
#![allow(unreachable_pub, reason = "the modules of a test")]

mod guard;
mod peer;
mod samples;

use actix_paseto::codec::{LocalKey, SigningKey};
use actix_paseto::kind::Purpose;
use actix_paseto::{Issuer, Paseto};
use figment::Figment;
use peer::Peer;
use samples::Sample;
use serde_json::Value;

/// Both keys, and the library configured with them.
struct Keys {
    local: LocalKey,
    signing: SigningKey,
}

impl Keys {
    fn generate() -> Self {
        Self { local: LocalKey::generate().unwrap(), signing: SigningKey::generate().unwrap() }
    }

    async fn paseto(&self) -> Paseto {
        let active = [self.local.to_paserk(), self.signing.to_paserk()];
        Paseto::builder()
            .figment(Figment::new())
            .set("accept", ["v4.local", "v4.public"])
            .set("keys.active", active.each_ref().map(|key| key.expose()))
            .build()
            .await
            .unwrap()
    }

    /// What opens the tokens of a purpose.
    fn opening(&self, purpose: Purpose) -> String {
        match purpose {
            Purpose::Local => self.local.to_paserk().expose().to_owned(),
            Purpose::Public => self.signing.verifying_key().to_paserk(),
        }
    }

    /// What makes them.
    fn making(&self, purpose: Purpose) -> String {
        match purpose {
            Purpose::Local => self.local.to_paserk().expose().to_owned(),
            Purpose::Public => self.signing.to_paserk().expose().to_owned(),
        }
    }

    fn seal(&self, sample: &Sample, claims: &Value) -> String {
        let payload = claims.to_string();
        let (payload, footer) = (payload.as_bytes(), sample.footer.as_bytes());
        let assertion = sample.assertion.as_bytes();
        match sample.purpose {
            Purpose::Local => self.local.seal(payload, footer, assertion),
            Purpose::Public => self.signing.seal(payload, footer, assertion),
        }
        .unwrap()
    }
}

fn issue(issuer: &Issuer, sample: &Sample) -> String {
    let draft = issuer.access(sample.subject.clone()).purpose(sample.purpose);
    let draft = draft.claims_json(&sample.claims).unwrap().footer_text(&*sample.footer);
    let bound = match sample.assertion.is_empty() {
        true => draft,
        false => draft.assertion(&sample.assertion),
    };
    bound.issue().unwrap().into_string()
}

#[test]
fn pyseto_opens_what_the_codec_seals() {
    let (keys, mut peer) = (Keys::generate(), Peer::start());
    let samples = samples::all();
    assert!(samples.len() >= 100);
    for sample in samples {
        let claims = Value::from(sample.complete_claims());
        let token = keys.seal(&sample, &claims);
        let opened = peer.open(&keys.opening(sample.purpose), &token, &sample.assertion).unwrap();
        assert_eq!(opened["claims"], claims);
        assert_eq!(opened["footer"], *sample.footer);
    }
}

#[actix_web::test]
async fn pyseto_opens_what_the_issuer_makes() {
    let (keys, mut peer) = (Keys::generate(), Peer::start());
    let issuer = keys.paseto().await.issuer();
    for sample in samples::all() {
        let token = issue(&issuer, &sample);
        let opened = peer.open(&keys.opening(sample.purpose), &token, &sample.assertion).unwrap();
        let mut claims = opened["claims"].as_object().unwrap().clone();
        assert_eq!(opened["footer"], *sample.footer);
        for registered in ["jti", "iat", "nbf", "exp"] {
            assert!(claims.remove(registered).unwrap().is_string());
        }
        assert_eq!(claims.remove("type").unwrap(), "access");
        assert_eq!(claims.remove("fresh").unwrap(), false);
        assert_eq!(claims.remove("sub").unwrap(), sample.subject_json());
        assert_eq!(claims, sample.claims);
    }
}

#[actix_web::test]
async fn the_guard_lets_in_what_pyseto_makes() {
    let (keys, mut peer) = (Keys::generate(), Peer::start());
    let site = guard::site(&keys.paseto().await).await;
    for sample in samples::all() {
        let claims = Value::from(sample.complete_claims());
        let key = keys.making(sample.purpose);
        let token = peer.mint(&key, &claims, &sample.footer, &sample.assertion).unwrap();
        let (status, told) = guard::ask(&site, &token, &sample.assertion).await;
        assert_eq!(status, 200, "{told}");
        assert_eq!(told["claims"], claims);
        assert_eq!(told["footer"], *sample.footer);
    }
}

#[actix_web::test]
async fn each_side_refuses_what_is_bound_to_something_else() {
    let (keys, mut peer) = (Keys::generate(), Peer::start());
    let site = guard::site(&keys.paseto().await).await;
    for sample in samples::all().into_iter().filter(|sample| !sample.assertion.is_empty()) {
        let claims = Value::from(sample.complete_claims());
        let ours = keys.seal(&sample, &claims);
        let key = keys.making(sample.purpose);
        let theirs = peer.mint(&key, &claims, &sample.footer, &sample.assertion).unwrap();
        for wrong in ["", "something-else"] {
            peer.open(&keys.opening(sample.purpose), &ours, wrong).unwrap_err();
            let (status, problem) = guard::ask(&site, &theirs, wrong).await;
            assert_eq!((status, problem["code"].as_str()), (401, Some("token_invalid")));
        }
    }
}

#[actix_web::test]
async fn each_side_refuses_the_keys_of_others() {
    let (keys, others, mut peer) = (Keys::generate(), Keys::generate(), Peer::start());
    let site = guard::site(&keys.paseto().await).await;
    for sample in samples::all().into_iter().filter(|sample| sample.assertion.is_empty()) {
        let claims = Value::from(sample.complete_claims());
        let ours = keys.seal(&sample, &claims);
        peer.open(&others.opening(sample.purpose), &ours, "").unwrap_err();

        let key = others.making(sample.purpose);
        let theirs = peer.mint(&key, &claims, &sample.footer, "").unwrap();
        let (status, problem) = guard::ask(&site, &theirs, "").await;
        assert_eq!((status, problem["code"].as_str()), (401, Some("token_invalid")));
    }
}
