//! What is measured: groups of cases that do the same, the reference first.

use paseto_runtime::claims::Registered;
use paseto_runtime::codec::{LocalKey, Shape, SigningKey, VerifyingKey};
use paseto_runtime::kind::Purpose;
use paseto_runtime::time::Clock;
use pasetors::claims::{Claims, ClaimsValidationRules};
use pasetors::keys::{AsymmetricPublicKey, AsymmetricSecretKey, SymmetricKey};
use pasetors::token::{Local, Public, UntrustedToken};
use pasetors::version4::{LocalToken, PublicToken, V4};
use serde::{Deserialize, Serialize};
use serde_json::json;

const BOTH: &[Purpose] = &[Purpose::Local, Purpose::Public];

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn Fn() -> bool>,
}

pub(crate) fn case(name: &'static str, run: impl Fn() -> bool + 'static) -> Case {
    Case { name, run: Box::new(run) }
}

/// Eleven claims, as every peer gets them.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload<T> {
    iss: String,
    sub: String,
    aud: String,
    exp: T,
    nbf: T,
    iat: T,
    jti: String,
    r#type: String,
    fresh: bool,
    role: String,
    tenant: String,
}

impl<T> Payload<T> {
    fn of([exp, nbf, iat]: [T; 3]) -> Self {
        let [iss, sub, aud, jti, kind, role, tenant] = [
            "issuer.example",
            "user-12345",
            "api.example",
            "b3c1f5a09d",
            "access",
            "clerk",
            "alpha",
        ]
        .map(str::to_owned);
        Self { iss, sub, aud, exp, nbf, iat, jti, r#type: kind, fresh: false, role, tenant }
    }
}

impl Payload<String> {
    pub(crate) fn text() -> Self {
        let day = |year| format!("{year}-01-01T00:00:00+00:00");
        Self::of([day(2039), day(2024), day(2024)])
    }
}

#[cfg(feature = "jwt")]
impl Payload<u64> {
    pub(crate) fn numbers() -> Self {
        Self::of([2_177_452_800, 1_704_067_200, 1_704_067_200])
    }
}

fn rules() -> ClaimsValidationRules {
    let mut rules = ClaimsValidationRules::new();
    rules.validate_issuer_with("issuer.example");
    rules.validate_audience_with("api.example");
    rules
}

/// Times, issuer and audience.
fn holds(payload: &str) -> bool {
    let claims = Registered::parse(payload).unwrap();
    let now = Clock::system().now();
    claims.expires_at > Some(now)
        && claims.not_before <= Some(now)
        && claims.issued_at <= Some(now)
        && claims.issuer.as_deref() == Some("issuer.example")
        && claims.audience == ["api.example"]
}

struct Keys {
    signing: SigningKey,
    verifying: VerifyingKey,
    on_tables: VerifyingKey,
    local: LocalKey,
    secret: AsymmetricSecretKey<V4>,
    public: AsymmetricPublicKey<V4>,
    shared: SymmetricKey<V4>,
    #[cfg(feature = "jwt")]
    pem: String,
}

impl Keys {
    fn new() -> Self {
        let signing = SigningKey::generate().unwrap();
        let local = LocalKey::generate().unwrap();
        let paserk = signing.verifying_key().to_paserk();
        let on_tables = VerifyingKey::from_text(&paserk).unwrap();
        on_tables.precompute();
        let secret = AsymmetricSecretKey::<V4>::try_from(signing.to_paserk().expose()).unwrap();
        Self {
            verifying: VerifyingKey::from_text(&paserk).unwrap(),
            on_tables,
            public: AsymmetricPublicKey::try_from(paserk.as_str()).unwrap(),
            shared: SymmetricKey::try_from(local.to_paserk().expose()).unwrap(),
            #[cfg(feature = "jwt")]
            pem: signing.to_pem().unwrap().expose().to_owned(),
            secret,
            local,
            signing,
        }
    }

    fn public_token(&self) -> String {
        let payload = serde_json::to_vec(&Payload::text()).unwrap();
        self.signing.seal(&payload, b"", b"").unwrap()
    }

    fn local_token(&self) -> String {
        let payload = serde_json::to_vec(&Payload::text()).unwrap();
        self.local.seal(&payload, b"", b"").unwrap()
    }
}

pub(crate) fn groups() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("verify v4.public", verify_public()),
        ("verify v4.local", verify_local()),
        ("issue v4.public", issue_public()),
        ("issue v4.local", issue_local()),
        ("mint v4.public, footer with `kid`", super::mint::public()),
        ("mint v4.local, footer with `kid`", super::mint::local()),
        ("refuse", refuse()),
        ("around the engine", around()),
    ]
}

fn verify_public() -> Vec<Case> {
    let keys = Keys::new();
    let [pasetors, raw, ours, generic, bare] = [(); 5].map(|()| keys.public_token());
    #[cfg(feature = "jwt")]
    let jwt = super::jwt::verify_eddsa(&keys.pem, keys.public.as_bytes());
    let (public, again) = (keys.public.clone(), keys.public);
    let (on_tables, bare_key, verifying) = (keys.on_tables.clone(), keys.on_tables, keys.verifying);
    let rules = rules();
    let open = |key: &VerifyingKey, text: &str| {
        let shape = Shape::parse(text, BOTH).unwrap();
        key.open(&shape, b"").unwrap().into_payload()
    };
    vec![
        case("pasetors `public::verify`, claims and rules", move || {
            let token = UntrustedToken::<Public, V4>::try_from(&pasetors).unwrap();
            pasetors::public::verify(&public, &token, &rules, None, None).is_ok()
        }),
        case("pasetors, signature alone", move || {
            let token = UntrustedToken::<Public, V4>::try_from(&raw).unwrap();
            PublicToken::verify(&again, &token, None, None).is_ok()
        }),
        #[cfg(feature = "jwt")]
        jwt,
        case("ours, generic, claims and rules", move || holds(&open(&verifying, &generic))),
        case("ours, on tables, claims and rules", move || holds(&open(&on_tables, &ours))),
        case("ours, on tables, signature alone", move || !open(&bare_key, &bare).is_empty()),
    ]
}

fn verify_local() -> Vec<Case> {
    let keys = Keys::new();
    let (pasetors, raw, ours, bare) =
        (keys.local_token(), keys.local_token(), keys.local_token(), keys.local_token());
    let (shared, again) = (keys.shared.clone(), keys.shared);
    let (local, bare_key) = (keys.local.clone(), keys.local);
    let rules = rules();
    let open = |key: &LocalKey, text: &str| {
        let shape = Shape::parse(text, BOTH).unwrap();
        key.open(&shape, b"").unwrap().into_payload()
    };
    vec![
        case("pasetors `local::decrypt`, claims and rules", move || {
            let token = UntrustedToken::<Local, V4>::try_from(&pasetors).unwrap();
            pasetors::local::decrypt(&shared, &token, &rules, None, None).is_ok()
        }),
        case("pasetors, payload alone", move || {
            let token = UntrustedToken::<Local, V4>::try_from(&raw).unwrap();
            LocalToken::decrypt(&again, &token, None, None).is_ok()
        }),
        #[cfg(feature = "jwt")]
        super::jwt::verify_hs256(),
        case("ours, claims and rules", move || holds(&open(&local, &ours))),
        case("ours, payload alone", move || !open(&bare_key, &bare).is_empty()),
    ]
}

fn issue_public() -> Vec<Case> {
    let keys = Keys::new();
    let (signing, secret) = (keys.signing, keys.secret);
    let (text, again) = (Payload::text(), Payload::text());
    vec![
        case("pasetors, typed claims", move || {
            let payload = serde_json::to_vec(&text).unwrap();
            PublicToken::sign(&secret, &payload, None, None).is_ok()
        }),
        #[cfg(feature = "jwt")]
        super::jwt::issue_eddsa(&keys.pem),
        case("ours, typed claims", move || {
            let payload = serde_json::to_vec(&again).unwrap();
            signing.seal(&payload, b"", b"").is_ok()
        }),
    ]
}

fn issue_local() -> Vec<Case> {
    let keys = Keys::new();
    let (local, shared) = (keys.local, keys.shared);
    let (text, again) = (Payload::text(), Payload::text());
    vec![
        case("pasetors, typed claims", move || {
            let payload = serde_json::to_vec(&text).unwrap();
            LocalToken::encrypt(&shared, &payload, None, None).is_ok()
        }),
        #[cfg(feature = "jwt")]
        super::jwt::issue_hs256(),
        case("ours, typed claims", move || {
            let payload = serde_json::to_vec(&again).unwrap();
            local.seal(&payload, b"", b"").is_ok()
        }),
    ]
}

/// A character of the signature's scalar changed: everything is computed before it shows.
fn forged(token: &str) -> String {
    let at = token.len() - 20;
    let other = if &token[at..=at] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}

fn refuse() -> Vec<Case> {
    let keys = Keys::new();
    let refuse = |key: VerifyingKey, text: String| {
        move || Shape::parse(&text, BOTH).is_ok_and(|shape| key.open(&shape, b"").is_none())
    };
    let theirs = |key: AsymmetricPublicKey<V4>, text: String| {
        move || {
            let token = UntrustedToken::<Public, V4>::try_from(&text);
            token.is_ok_and(|token| PublicToken::verify(&key, &token, None, None).is_err())
        }
    };
    let (sound, bad) = (keys.public_token(), forged(&keys.public_token()));
    let accepted = {
        let (key, text) = (keys.on_tables.clone(), sound);
        move || Shape::parse(&text, BOTH).is_ok_and(|shape| key.open(&shape, b"").is_some())
    };
    let junk = |end: &str| format!("v4.public.{}{end}", "QmFzZTY0".repeat(1024));
    let sealed = forged(&keys.local_token());
    let local = keys.local;
    vec![
        case("ours, v4.public, accepted", accepted),
        case("ours, v4.public, forged", refuse(keys.on_tables.clone(), bad.clone())),
        case("pasetors, v4.public, forged", theirs(keys.public.clone(), bad)),
        case("ours, 8 KB of base64", refuse(keys.on_tables.clone(), junk(""))),
        case("ours, 8 KB, made to look signed", refuse(keys.on_tables, junk("AAAA"))),
        case("pasetors, 8 KB of base64", theirs(keys.public.clone(), junk(""))),
        case("pasetors, 8 KB, made to look signed", theirs(keys.public, junk("AAAA"))),
        case("ours, v4.local, forged", move || {
            Shape::parse(&sealed, BOTH).is_ok_and(|shape| local.open(&shape, b"").is_none())
        }),
        case("ours, wrong header", || Shape::parse("v3.public.AAAA", BOTH).is_err()),
    ]
}

/// What is left when the signature and the claims are taken away.
fn around() -> Vec<Case> {
    let keys = Keys::new();
    let (text, with_footer) = (keys.public_token(), {
        let footer = json!({ "kid": "k4.pid.".to_owned() + &"x".repeat(44) }).to_string();
        keys.signing.seal(b"{}", footer.as_bytes(), b"").unwrap()
    });
    let payload = serde_json::to_string(&Payload::text()).unwrap();
    let again = payload.clone();
    let paserk = keys.verifying.to_paserk();
    let again_paserk = paserk.clone();
    vec![
        case("`Registered::parse`", move || Registered::parse(&payload).is_ok()),
        case("`Registered::parse` and rules", move || holds(&again)),
        case("`Claims::from_string` of pasetors", || {
            let text = serde_json::to_string(&Payload::text()).unwrap();
            Claims::from_string(&text).is_ok()
        }),
        case("a public key, read", move || VerifyingKey::from_text(&paserk).is_ok()),
        case("a public key, read and its tables made", move || {
            let key = VerifyingKey::from_text(&again_paserk).unwrap();
            key.precompute();
            true
        }),
        case("`Shape::parse`", move || Shape::parse(&text, BOTH).is_ok()),
        case("`Shape::parse`, with a `kid`", move || Shape::parse(&with_footer, BOTH).is_ok()),
    ]
}
