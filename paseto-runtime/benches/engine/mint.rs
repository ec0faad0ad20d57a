//! The whole way of a login's handler, from its own claims to the token's text; beside it the least
//! that anybody must do for the same token.

use std::rc::Rc;

use actix_web::rt::System;
use figment::Figment;
use paseto_runtime::codec::{LocalKey, Shape, SigningKey};
use paseto_runtime::kind::Purpose;
use paseto_runtime::{Issuer, Paseto};
use pasetors::keys::{AsymmetricSecretKey, SymmetricKey};
use pasetors::version4::{LocalToken, PublicToken, V4};
use serde::Serialize;

use super::peers::{Case, Payload, case};

#[derive(Serialize)]
struct User {
    role: &'static str,
    tenant: &'static str,
}

const USER: User = User { role: "clerk", tenant: "alpha" };

struct Mint {
    local: LocalKey,
    signing: SigningKey,
    issuer: Issuer,
}

impl Mint {
    fn new() -> Rc<Self> {
        let (local, signing) = (LocalKey::generate().unwrap(), SigningKey::generate().unwrap());
        let (one, two) = (local.to_paserk(), signing.to_paserk());
        let builder = Paseto::builder()
            .figment(Figment::new())
            .set("accept", ["v4.local", "v4.public"])
            .set("keys.active", [one.expose(), two.expose()])
            .set("issuer", "issuer.example")
            .set("audience", ["api.example"]);
        let issuer = System::new().block_on(builder.build()).unwrap().issuer();
        Rc::new(Self { local, signing, issuer })
    }

    fn issue(&self, purpose: Purpose) -> String {
        let draft = self.issuer.access("user-12345").claims_json(&USER).unwrap();
        draft.purpose(purpose).issue().unwrap().into_string()
    }

    fn footer(&self, purpose: Purpose) -> Vec<u8> {
        let token = self.issue(purpose);
        Shape::parse(&token, &[purpose]).unwrap().unverified_footer().as_bytes().to_vec()
    }
}

pub(crate) fn public() -> Vec<Case> {
    let mint = Mint::new();
    let (claims, footer) = (Payload::text(), mint.footer(Purpose::Public));
    let payload = serde_json::to_vec(&claims).unwrap();
    let secret = AsymmetricSecretKey::<V4>::try_from(mint.signing.to_paserk().expose()).unwrap();
    let (bare, engine, footer_again) = (Rc::clone(&mint), Rc::clone(&mint), footer.clone());
    vec![
        case("pasetors, typed claims", move || {
            let payload = serde_json::to_vec(&claims).unwrap();
            PublicToken::sign(&secret, &payload, Some(&footer), None).is_ok()
        }),
        case("our engine alone, ready JSON", move || {
            engine.signing.seal(&payload, &footer_again, b"").is_ok()
        }),
        case("ours, `issuer().access().claims().issue()`", move || {
            !bare.issue(Purpose::Public).is_empty()
        }),
        case("ours, a pair", move || {
            let pair = mint.issuer.pair("user-12345").purpose(Purpose::Public);
            pair.claims_json(&USER).unwrap().issue().is_ok()
        }),
    ]
}

pub(crate) fn local() -> Vec<Case> {
    let mint = Mint::new();
    let (claims, footer) = (Payload::text(), mint.footer(Purpose::Local));
    let payload = serde_json::to_vec(&claims).unwrap();
    let shared = SymmetricKey::<V4>::try_from(mint.local.to_paserk().expose()).unwrap();
    let (bare, engine, footer_again) = (Rc::clone(&mint), Rc::clone(&mint), footer.clone());
    vec![
        case("pasetors, typed claims", move || {
            let payload = serde_json::to_vec(&claims).unwrap();
            LocalToken::encrypt(&shared, &payload, Some(&footer), None).is_ok()
        }),
        case("our engine alone, ready JSON", move || {
            engine.local.seal(&payload, &footer_again, b"").is_ok()
        }),
        case("ours, `issuer().access().claims().issue()`", move || {
            !bare.issue(Purpose::Local).is_empty()
        }),
        case("ours, a pair", move || {
            let pair = mint.issuer.pair("user-12345").purpose(Purpose::Local);
            pair.claims_json(&USER).unwrap().issue().is_ok()
        }),
    ]
}
