//! Claims in, token text out.

use std::rc::Rc;

use actix_paseto::kind::Purpose;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use pasetors::keys::{AsymmetricSecretKey, SymmetricKey};
use pasetors::version4::{LocalToken, PublicToken, V4};
use serde_json::Value;

use crate::bench::{Bench, Group, Of, Ratio, direct};
use crate::sample::{Payload, Sample};

/// The feature is the build's, so a second program measures it.
pub const NAME: &str = if cfg!(feature = "aws-lc") { "issuing-aws-lc" } else { "issuing" };

const OURS: [&str; 2] = ["ours, v4.local", "ours, v4.public"];
const BARE: [&str; 2] = ["pasetors, v4.local, typed claims", "pasetors, v4.public, typed claims"];
const ENGINE: [&str; 2] = ["engine alone, v4.local", "engine alone, v4.public"];

pub async fn group() -> Group {
    let sample = Rc::new(Sample::new(&[]).await);
    let claims: Payload<String> = serde_json::from_value(Value::Object(sample.claims())).unwrap();
    let claims = Rc::new(claims);
    let mut benches = ours(&sample);
    benches.extend(bare(&sample, &claims));
    benches.extend(jwt(&sample));
    let with = if cfg!(feature = "aws-lc") { ", with `aws-lc`" } else { "" };
    let ratio = |what: &str, above: &str, below: &str, target| Ratio {
        row: 4,
        what: format!("{what}{with}"),
        of: Of::Time,
        above: vec![(1.0, above.to_owned())],
        below: vec![(1.0, below.to_owned())],
        target,
    };
    let ratios = vec![
        ratio("issuing v4.public to pasetors", OURS[1], BARE[1], 0.25),
        ratio("issuing v4.local to pasetors", OURS[0], BARE[0], 1.0),
        ratio("issuing v4.public to the engine alone", OURS[1], ENGINE[1], 1.1),
    ];
    Group { name: NAME, benches, ratios }
}

fn ours(sample: &Rc<Sample>) -> Vec<Bench> {
    let issue = |name, purpose| {
        let sample = Rc::clone(sample);
        direct(name, move || sample.issue(purpose))
    };
    let payload = Rc::new(Value::Object(sample.claims()).to_string());
    let footer = Rc::new(sample.footer(Purpose::Local));
    let (one, payload_one, footer_one) =
        (Rc::clone(sample), Rc::clone(&payload), Rc::clone(&footer));
    let (two, footer_two) = (Rc::clone(sample), Rc::new(sample.footer(Purpose::Public)));
    vec![
        issue(OURS[0], Purpose::Local),
        issue(OURS[1], Purpose::Public),
        direct(ENGINE[0], move || {
            one.local.seal(payload_one.as_bytes(), footer_one.as_bytes(), b"").unwrap()
        }),
        direct(ENGINE[1], move || {
            two.signing.seal(payload.as_bytes(), footer_two.as_bytes(), b"").unwrap()
        }),
    ]
}

/// Typed claims, written by serde and sealed: the least that a login server does.
fn bare(sample: &Rc<Sample>, claims: &Rc<Payload<String>>) -> Vec<Bench> {
    let local = SymmetricKey::<V4>::try_from(sample.local.to_paserk().expose()).unwrap();
    let secret = AsymmetricSecretKey::<V4>::try_from(sample.signing.to_paserk().expose()).unwrap();
    let (local, secret, footer) = (Rc::new(local), Rc::new(secret), sample.footer(Purpose::Local));
    let (footer, claims, user_claims) = (Rc::new(footer), Rc::clone(claims), Rc::clone(claims));
    let footer_local = Rc::clone(&footer);
    vec![
        direct(BARE[0], move || {
            let payload = serde_json::to_vec(&*claims).unwrap();
            LocalToken::encrypt(&local, &payload, Some(footer_local.as_bytes()), None).unwrap()
        }),
        direct(BARE[1], move || {
            let payload = serde_json::to_vec(&*user_claims).unwrap();
            PublicToken::sign(&secret, &payload, Some(footer.as_bytes()), None).unwrap()
        }),
    ]
}

fn jwt(sample: &Rc<Sample>) -> Vec<Bench> {
    let pem = sample.signing.to_pem().unwrap();
    let ed = Rc::new(EncodingKey::from_ed_pem(pem.expose().as_bytes()).unwrap());
    let hs = Rc::new(EncodingKey::from_secret(&sample.secret));
    let claims = Rc::new(sample.jwt_claims());
    [(Algorithm::HS256, hs), (Algorithm::EdDSA, ed)]
        .map(|(algorithm, key)| {
            let (header, claims) = (Rc::new(Header::new(algorithm)), Rc::clone(&claims));
            direct(&format!("jsonwebtoken, {algorithm:?}"), move || {
                jsonwebtoken::encode(&header, &*claims, &key).unwrap()
            })
        })
        .into()
}
