//! What the issuer makes, and what it refuses to make.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use actix_http::Request;
use actix_paseto::claims::Registered;
use actix_paseto::codec::{LocalKey, Shape};
use actix_paseto::error::{ClaimError, FooterError, PayloadError};
use actix_paseto::key::Identified as _;
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_paseto::{IssueError, IssuedToken};
use actix_web::web::Json;
use actix_web::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{
    HandClock, NOON, app, bearer, both, builder, call, from_toml, get, local, local_key, paseto,
    signing_key,
};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    #[claim(one_of("clerk", "manager"))]
    role: String,
    #[serde(default)]
    tags: Vec<String>,
}

/// All that a verified token says.
#[get("/echo")]
#[paseto_required(kind = any)]
async fn echo(token: Token) -> Json<Value> {
    let millis = |at: Option<SystemTime>| {
        at.map(|at| at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64)
    };
    Json(json!({
        "subject": token.subject(),
        "kind": token.kind().as_str(),
        "jti": token.jti(),
        "fresh": token.is_fresh(),
        "iat": millis(token.issued_at()),
        "nbf": millis(token.not_before()),
        "exp": millis(token.expires_at()),
        "iss": token.issuer(),
        "aud": token.audience(),
        "scopes": token.scopes(),
        "footer": String::from_utf8_lossy(token.footer()),
        "footer_json": token.footer_json(),
        "purpose": token.purpose().to_string(),
        "key": token.key_id().as_str(),
        "claims": token.raw_claims(),
    }))
}

#[get("/bound")]
#[paseto_required(assertion = "tenant-alpha")]
async fn bound(user: Claims<User>) -> String {
    user.role.clone()
}

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(issuer: Issuer) -> Json<TokenPair> {
    Json(issuer.pair("alice").fresh().issue().unwrap())
}

fn with(uri: &str, token: &IssuedToken) -> Request {
    get(uri).insert_header(bearer(token.as_str())).to_request()
}

macro_rules! refused {
    ($($draft:expr => ($($error:tt)+);)+) => {$(
        let outcome = $draft;
        match &outcome {
            Err($($error)+) => {}
            _ => panic!("{}: {outcome:?}", stringify!($draft)),
        }
    )+};
}

const SECOND: Duration = Duration::from_secs(1);

#[actix_web::test]
async fn lives() {
    let clock = HandClock::new();
    let paseto = builder(local("max_ttl = \"60d\"").clock(clock.clock())).await;
    let issuer = paseto.issuer();
    let noon = SystemTime::UNIX_EPOCH + Duration::from_millis(NOON);
    let limit = 60 * 24 * 3_600 * SECOND;
    refused! {
        issuer.access("alice").never_expires().issue() => (IssueError::Immortal);
        issuer.refresh("alice").never_expires().issue() => (IssueError::Immortal);
        issuer.access("alice").expires_in(Duration::ZERO).issue() => (IssueError::Expired);
        issuer.access("alice").expires_in(SECOND / 2).issue() => (IssueError::Expired);
        issuer.access("alice").expires_at(noon).issue() => (IssueError::Expired);
        issuer.access("alice").expires_at(noon - SECOND).issue() => (IssueError::Expired);
        issuer.access("alice").expires_at(SystemTime::UNIX_EPOCH).issue() => (IssueError::Expired);
        issuer.access("alice").expires_at(SystemTime::UNIX_EPOCH - SECOND).issue()
            => (IssueError::OutOfRange);
        issuer.access("alice").not_before(SystemTime::UNIX_EPOCH - SECOND).issue()
            => (IssueError::OutOfRange);
        issuer.access("alice").not_before(noon + 900 * SECOND).issue() => (IssueError::Expired);
        issuer.access("alice").expires_in(limit + SECOND).issue() => (IssueError::LivesTooLong);
        issuer.access("alice").expires_in(Duration::MAX).issue() => (IssueError::LivesTooLong);
        issuer.access("alice").expires_at(noon + limit + SECOND).issue()
            => (IssueError::LivesTooLong);
    }
    let app = app!(paseto, echo);
    for (token, life) in [
        (issuer.access("alice").issue(), 900),
        (issuer.refresh("alice").issue(), 30 * 24 * 3_600),
        (issuer.access("alice").expires_in(SECOND).issue(), 1),
        (issuer.access("alice").expires_in(SECOND * 3 / 2).issue(), 1),
        (issuer.access("alice").expires_in(limit).issue(), 60 * 24 * 3_600),
        (issuer.access("alice").expires_at(noon + 7 * SECOND).issue(), 7),
    ] {
        let token = token.unwrap();
        let told = call(&app, with("/echo", &token)).await.json();
        assert_eq!(told["exp"], json!(NOON + life * 1_000));
        assert_eq!(token.expires_at(), Some(noon + u32::try_from(life).unwrap() * SECOND));
        assert_eq!((&told["iat"], &told["nbf"]), (&json!(NOON), &json!(NOON)));
    }
}

#[actix_web::test]
async fn tokens_that_never_expire_are_spelled_out() {
    let paseto = paseto("require_expiry = false\naccess_ttl = \"never\"").await;
    let app = app!(paseto, echo);
    for token in [
        paseto.issuer().access("alice").issue().unwrap(),
        paseto.issuer().refresh("alice").never_expires().issue().unwrap(),
    ] {
        assert_eq!(token.expires_at(), None);
        let told = call(&app, with("/echo", &token)).await.json();
        assert_eq!((&told["subject"], &told["exp"]), (&json!("alice"), &Value::Null));
    }
    let pair = paseto.issuer().pair("alice").issue().unwrap();
    assert_eq!(pair.expires_in, None);
    assert!(serde_json::to_value(&pair).unwrap().get("expires_in").is_none());
}

#[actix_web::test]
async fn claims() {
    let issuer = paseto("").await.issuer();
    for name in ["aud", "exp", "fresh", "iat", "iss", "jti", "nbf", "sub", "type", "csrf", "fam"] {
        let mut claims = serde_json::Map::new();
        claims.insert(name.to_owned(), json!("mallory"));
        claims.insert("fine".to_owned(), json!(1));
        refused! {
            issuer.access("alice").claims_json(&claims) => (IssueError::ReservedClaims(_));
            issuer.pair("alice").claims_json(&claims) => (IssueError::ReservedClaims(_));
        }
        let error = issuer.access("alice").claims_json(&claims).unwrap_err().to_string();
        assert_eq!(error, format!("custom claims cannot include reserved claims: {name}"));
    }
    let boss = User { role: "boss".to_owned(), tags: vec![] };
    let deep = json!({ "x": [[[[[[[[[1]]]]]]]]] });
    let many: serde_json::Map<_, _> = (0..65).map(|n| (format!("m{n}"), json!(n))).collect();
    refused! {
        issuer.access("alice").claims_json(&[1, 2]) => (IssueError::NotAnObject);
        issuer.access("alice").claims_json(&"text") => (IssueError::NotAnObject);
        issuer.access("alice").claims(&boss)
            => (IssueError::Claims(ClaimError::Rule { claim: "role", rule: "one_of" }));
        issuer.pair("alice").claims(&boss) => (IssueError::Claims(_));
        issuer.access("alice").claims_json(&deep).unwrap().issue()
            => (IssueError::Payload(PayloadError::TooComplex));
        issuer.access("alice").claims_json(&many).unwrap().issue()
            => (IssueError::Payload(PayloadError::TooComplex));
        issuer.access("alice").claims_json(&json!({ "x": "y".repeat(2_049) })).unwrap().issue()
            => (IssueError::Payload(PayloadError::TooComplex));
        issuer.access("x".repeat(2_049)).issue() => (IssueError::Payload(PayloadError::TooComplex));
        issuer.access("alice").jti("").issue() => (IssueError::Payload(_));
        issuer.access("alice").jti("a b").issue() => (IssueError::Payload(_));
        issuer.access("alice").jti("x".repeat(129)).issue() => (IssueError::Payload(_));
    }
}

/// What a token says, as it stands there.
fn payload(token: &IssuedToken) -> String {
    let shape = Shape::parse(token.as_str(), &[Purpose::Local]).unwrap();
    local_key().open(&shape, b"").unwrap().into_payload()
}

#[actix_web::test]
async fn members_stand_in_the_order_of_their_names() {
    let issuer = paseto("issuer = \"i\"\naudience = [\"a\", \"\\\"b\"]").await.issuer();
    let custom = json!({
        "": 0, "a": [1, null], "fresh-water": true, "nbg": "\u{e9}\n\"", "z": { "y": -1, "b": 1.5 },
        "\"quoted\"": {}, "ws-ticket": "free",
    });
    for draft in [
        issuer.access("alice").fresh(),
        issuer.refresh(7).not_before(SystemTime::now() + SECOND),
        issuer.custom("k\"", u64::MAX),
        issuer.access(-1).issuer("o\\ther").audience("one"),
    ] {
        let draft = draft.claims_json(&custom).unwrap().jti("a\"b\\c");
        let text = payload(&draft.issue().unwrap());
        let said: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
        let sorted: std::collections::BTreeMap<_, _> = said.iter().collect();
        assert_eq!(serde_json::to_string(&sorted).unwrap(), text);
        assert!(custom.as_object().unwrap().iter().all(|(name, value)| said[name] == *value));
        assert_eq!((&said["jti"], said.len() >= 7 + 8), (&json!("a\"b\\c"), true), "{text}");
    }
}

/// Custom claims at and beyond every limit.
fn extremes() -> Vec<Value> {
    let wide = |n: usize| (0..n).map(|n| (format!("m{n}"), json!(n))).collect::<Value>();
    let nest = |n: usize, wrap: fn(Value) -> Value| (0..n).fold(json!(1), |inner, _| wrap(inner));
    let long = |n: usize| ["x".repeat(n), "\n".repeat(n), "\u{e9}".repeat(n / 2)];
    let mut all = vec![json!({ "a": [i64::MIN, u64::MAX, 1e300, -0.0, f64::MIN_POSITIVE, null] })];
    all.extend((55..=66).map(wide));
    all.extend([63, 64, 65].map(|n| json!({ "a": [wide(n)] })));
    all.extend((43..=52).map(
        |n| json!({ "a": [wide(50), wide(50), wide(50)], "b": wide(50), "c": { "d": wide(n) } }),
    ));
    for n in 5..=9 {
        all.push(json!({ "a": nest(n, |inner| json!([inner])) }));
        all.push(json!({ "a": nest(n, |inner| json!({ "a": inner })) }));
        all.push(json!({ "a": nest(n, |inner| json!([{ "a": inner }, 1])) }));
    }
    for text in [2_047, 2_048, 2_049, 2_050].into_iter().flat_map(long) {
        all.push(json!({ "a": text }));
        all.push(json!({ "a": [{ "b": [text] }] }));
        all.push(json!({ &text: 1 }));
        all.push(json!({ "a": [{ text: 1 }] }));
    }
    all.extend(["a.never", "a", "a.1", "a b.1"].map(|text| json!({ "ws-ticket": text })));
    all.extend([json!({ "ws-ticket": null }), json!({ "ws-ticket": { "a": [[[[[[[[1]]]]]]]] } })]);
    all
}

#[actix_web::test]
async fn exactly_what_verification_would_refuse_is_not_made() {
    let issuer = paseto("max_token_length = 8192").await.issuer();
    let x = |n: usize| "x".repeat(n);
    let mut drafts = Vec::new();
    for custom in extremes() {
        for kind in ["access", "refresh", "ws-ticket"] {
            drafts.push((
                "alice".to_owned(),
                kind.to_owned(),
                "id".to_owned(),
                x(1),
                custom.clone(),
            ));
        }
    }
    for n in [128, 129, 2_048, 2_049] {
        for (subject, kind, jti, word) in
            [(n, 1, 1, 1), (1, n, 1, 1), (1, 1, n, 1), (1, 1, 1, n), (1, 1, n, n)]
        {
            drafts.push((x(subject), x(kind), x(jti), x(word), json!({})));
        }
    }
    for jti in ["", " ", "a\u{e9}", "a\"b", "a\0"] {
        drafts.push((x(1), x(1), jti.to_owned(), x(1), json!({})));
    }
    let (mut made, mut refused) = (0, 0);
    for (subject, kind, jti, word, custom) in drafts {
        let draft = match kind.as_str() {
            "access" => issuer.access(subject.as_str()),
            "refresh" => issuer.refresh(subject.as_str()),
            own => issuer.custom(own, subject.as_str()).expires_in(SECOND * 9),
        };
        let draft =
            draft.jti(jti.as_str()).issuer(word.as_str()).audience("a").audience(word.as_str());
        let outcome = draft.claims_json(&custom).unwrap().issue();
        let noon = "2027-01-15T08:00:00+00:00";
        let mut said = json!({
            "sub": subject, "type": kind, "jti": jti, "iss": word, "aud": ["a", word],
            "iat": noon, "nbf": noon, "exp": noon,
        });
        said.as_object_mut().unwrap().extend(custom.as_object().unwrap().clone());
        if kind == "access" {
            said["fresh"] = json!(false);
        }
        match (outcome, Registered::parse(&said.to_string())) {
            (Ok(token), Ok(_)) => {
                assert!(Registered::parse(&payload(&token)).is_ok());
                made += 1;
            }
            (Err(IssueError::Payload(ours)), Err(theirs)) => {
                assert_eq!(ours, theirs, "{said}");
                refused += 1;
            }
            (outcome, expected) => panic!("{outcome:?} where {expected:?} was expected: {said}"),
        }
    }
    assert!(made > 100 && refused > 80, "{made} made, {refused} refused");
}

#[actix_web::test]
async fn kinds() {
    let issuer = paseto("").await.issuer();
    refused! {
        issuer.custom("", "alice").issue() => (IssueError::EmptyKind);
        issuer.custom("access", "alice").issue() => (IssueError::NotCustom("access"));
        issuer.custom("refresh", "alice").issue() => (IssueError::NotCustom("refresh"));
        issuer.refresh("alice").fresh().issue() => (IssueError::FreshKind);
        issuer.custom("email-verify", "alice").fresh().issue() => (IssueError::FreshKind);
        issuer.access("alice").purpose(Purpose::Public).issue()
            => (IssueError::NoKey(Purpose::Public));
    }
    let verifier = format!(
        "[default]\naccept = \"v4.public\"\nkeys.accept = \"{}\"",
        signing_key().verifying_key().to_paserk()
    );
    let verifier = builder(from_toml(&verifier)).await.issuer();
    refused! { verifier.access("alice").issue() => (IssueError::NoKey(Purpose::Public)); }
}

#[actix_web::test]
async fn lengths() {
    let pad = |length: usize| json!({ "a": "x".repeat(length / 2), "b": "x".repeat(length / 2) });
    let short = paseto("max_token_length = 600").await;
    let issuer = short.issuer();
    refused! {
        issuer.access("alice").claims_json(&pad(400)).unwrap().issue()
            => (IssueError::TooLong { length: 601.., limit: 600 });
    }
    let issuer = paseto("").await.issuer();
    assert!(issuer.access("alice").claims_json(&pad(2_000)).unwrap().issue().is_ok());
    refused! {
        issuer.access("alice").claims_json(&pad(4_000)).unwrap().issue()
            => (IssueError::TooLong { limit: 4_096, .. });
    }
}

#[actix_web::test]
async fn footers_that_are_refused() {
    let issuer = paseto("").await.issuer();
    let other = LocalKey::generate().unwrap();
    let public = signing_key().verifying_key().to_paserk();
    let nine: serde_json::Map<_, _> = (0..9).map(|n| (format!("m{n}"), json!(n))).collect();
    refused! {
        issuer.access("a").footer(&json!({ "kid": other.id().as_str() })).unwrap().issue()
            => (IssueError::ForeignKeyId);
        issuer.access("a").footer(&json!({ "kid": "my-key" })).unwrap().issue()
            => (IssueError::ForeignKeyId);
        issuer.access("a").footer_text(format!("{{\"kid\":\"{}\"}}", other.id())).issue()
            => (IssueError::ForeignKeyId);
        issuer.access("a").footer(&json!({ "kid": 7 })).unwrap().issue()
            => (IssueError::Footer(FooterError::KeyId));
        issuer.access("a").footer(&json!({ "wpk": public })).unwrap().issue()
            => (IssueError::Footer(FooterError::HoldsKey));
        issuer.access("a").footer_text(public.clone()).issue()
            => (IssueError::Footer(FooterError::HoldsKey));
        issuer.access("a").footer(&json!({ "a": { "b": 1 } })).unwrap().issue()
            => (IssueError::Footer(FooterError::TooComplex));
        issuer.access("a").footer(&nine).unwrap().issue()
            => (IssueError::Footer(FooterError::TooComplex));
        issuer.access("a").footer_text("{\"a\":1,\"a\":1}").issue()
            => (IssueError::Footer(FooterError::Duplicate));
        issuer.access("a").footer_text("{").issue() => (IssueError::Footer(FooterError::NotJson));
        issuer.access("a").footer_bytes(vec![b'x'; 513]).issue()
            => (IssueError::Footer(FooterError::TooLong));
    }
    let strict = paseto("keys.kid = \"required\"").await.issuer();
    refused! {
        strict.access("a").footer_text("free text").issue() => (IssueError::NoKeyId);
        strict.access("a").footer_bytes(Vec::new()).issue() => (IssueError::NoKeyId);
        strict.access("a").footer(&json!([1])).unwrap().issue() => (IssueError::NoKeyId);
    }
    assert!(strict.access("a").footer(&json!({ "v": 1 })).unwrap().issue().is_ok());
}

#[actix_web::test]
async fn footers_that_travel_along() {
    let kid = local_key().id().as_str();
    for (rule, footers) in [
        (
            "preferred",
            [
                (json!({ "kid": kid }).to_string(), json!({ "kid": kid })),
                (json!({ "kid": kid, "v": 1 }).to_string(), json!({ "kid": kid, "v": 1 })),
            ],
        ),
        ("ignored", [(String::new(), Value::Null), (r#"{"v":1}"#.to_owned(), json!({ "v": 1 }))]),
    ] {
        let paseto = paseto(&format!("keys.kid = \"{rule}\"")).await;
        let (app, issuer) = (app!(paseto, echo), paseto.issuer());
        let plain = issuer.access("alice").issue().unwrap();
        let json = issuer.access("alice").footer(&json!({ "v": 1 })).unwrap().issue().unwrap();
        for (token, (text, parsed)) in [plain, json].into_iter().zip(footers) {
            let told = call(&app, with("/echo", &token)).await.json();
            assert_eq!((told["footer"].as_str().unwrap(), &told["footer_json"]), (&*text, &parsed));
        }
        for text in ["", "free text", " {spaced}", "\u{e9}", "[1,2]"] {
            let token = issuer.access("alice").footer_text(text).issue().unwrap();
            assert_eq!(call(&app, with("/echo", &token)).await.json()["footer"], text);
        }
        let bytes = issuer.access("alice").footer_bytes([0xff, 0]).issue().unwrap();
        assert_eq!(call(&app, with("/echo", &bytes)).await.status, 200);
    }
}

#[actix_web::test]
async fn a_round_trip_of_everything() {
    let clock = HandClock::new();
    clock.set(NOON + 123);
    let settings = "issuer = \"https://shop.example\"\naudience = [\"a\", \"b\"]";
    let paseto = builder(both(settings).clock(clock.clock())).await;
    let app = app!(paseto, echo);
    for (purpose, key) in
        [(Purpose::Local, local_key().id()), (Purpose::Public, signing_key().id())]
    {
        let user = User { role: "clerk".to_owned(), tags: vec!["x".to_owned()] };
        let draft = paseto.issuer().access("alice").fresh().claims(&user).unwrap();
        let draft = draft.claims_json(&json!({ "scope": "a b", "role": "manager" })).unwrap();
        let token =
            draft.purpose(purpose).jti("my-id").audience("b").audience("c").issue().unwrap();
        assert!(token.as_str().starts_with(purpose.header()));
        let told = call(&app, with("/echo", &token)).await.json();
        for (name, value) in [
            ("subject", json!("alice")),
            ("kind", json!("access")),
            ("jti", json!("my-id")),
            ("fresh", json!(true)),
            ("iat", json!(NOON + 123)),
            ("nbf", json!(NOON)),
            ("exp", json!(NOON + 900_000)),
            ("iss", json!("https://shop.example")),
            ("aud", json!(["b", "c"])),
            ("scopes", json!(["a", "b"])),
            ("purpose", json!(purpose.to_string())),
            ("key", json!(key.as_str())),
        ] {
            assert_eq!(told[name], value, "{name}");
        }
        let claims = &told["claims"];
        assert_eq!((&claims["role"], &claims["tags"]), (&json!("manager"), &json!(["x"])));
        assert_eq!(claims["iat"], "2027-01-15T08:00:00.123000+00:00");
        assert_eq!(claims["exp"], "2027-01-15T08:15:00+00:00");
    }
    let numbered = paseto.issuer().access(7).issuer("https://shop.example").issue().unwrap();
    let told = call(&app, with("/echo", &numbered)).await.json();
    assert_eq!((&told["subject"], &told["aud"]), (&json!(7), &json!(["a", "b"])));
    assert_eq!(told["fresh"], false);
    let foreign = paseto.issuer().access(7).issuer("https://other.example").issue().unwrap();
    assert_eq!(call(&app, with("/echo", &foreign)).await.code(), "wrong_issuer");
}

#[actix_web::test]
async fn one_audience_is_a_text_and_several_are_a_list() {
    for (settings, own, expected) in [
        ("", None, Value::Null),
        ("", Some("x"), json!("x")),
        ("audience = \"a\"", None, json!("a")),
        ("audience = [\"a\", \"b\"]", None, json!(["a", "b"])),
        ("audience = [\"a\", \"x\"]", Some("x"), json!("x")),
    ] {
        let paseto = paseto(settings).await;
        let mut draft = paseto.issuer().access("alice");
        if let Some(own) = own {
            draft = draft.audience(own);
        }
        let told = call(&app!(paseto, echo), with("/echo", &draft.issue().unwrap())).await.json();
        assert_eq!(told["claims"]["aud"], expected);
    }
}

#[actix_web::test]
async fn not_before_its_time() {
    let clock = HandClock::new();
    let paseto = builder(local("").clock(clock.clock())).await;
    let app = app!(paseto, echo);
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(NOON + 60_000);
    let token = paseto.issuer().access("alice").not_before(at).issue().unwrap();
    for (millis, code) in [
        (0, "token_not_yet_valid"),
        (59_999, "token_not_yet_valid"),
        (60_000, ""),
        (900_000, ""),
        (900_001, "token_expired"),
    ] {
        clock.set(NOON + millis);
        assert_eq!(call(&app, with("/echo", &token)).await.code(), code, "{millis}");
    }
}

#[actix_web::test]
async fn ids_have_128_random_bits() {
    let issuer = paseto("").await.issuer();
    let ids: HashSet<String> =
        (0..1_000).map(|_| issuer.access("alice").issue().unwrap().jti().to_owned()).collect();
    assert_eq!(ids.len(), 1_000);
    assert!(ids.iter().all(|id| id.len() == 22));
}

#[actix_web::test]
async fn pairs() {
    let paseto = paseto("access_ttl = \"5m\"").await;
    let app = app!(paseto, echo, login, bound);
    let reply = call(&app, support::post("/login")).await.json();
    assert_eq!(reply["token_type"], "Bearer");
    // `exp` is cut to whole seconds, so that most often a little of the last one is gone.
    assert!([299, 300].contains(&reply["expires_in"].as_u64().unwrap()));
    for (member, kind, fresh) in
        [("access_token", "access", true), ("refresh_token", "refresh", false)]
    {
        let token = reply[member].as_str().unwrap();
        let told = call(&app, get("/echo").insert_header(bearer(token))).await.json();
        assert_eq!((&told["kind"], &told["fresh"]), (&json!(kind), &json!(fresh)));
        assert_eq!(told["claims"].get("fresh").is_some(), kind == "access");
    }
    let user = User { role: "clerk".to_owned(), tags: vec![] };
    let pair = paseto.issuer().pair("alice").claims(&user).unwrap().assertion("tenant-alpha");
    let pair = pair.access_expires_in(9 * SECOND).refresh_expires_in(99 * SECOND).issue().unwrap();
    assert_ne!(pair.access_token.jti(), pair.refresh_token.jti());
    assert!([8, 9].contains(&pair.expires_in.unwrap()));
    assert_eq!(call(&app, with("/bound", &pair.access_token)).await.text(), "clerk");
    assert_eq!(call(&app, with("/bound", &pair.refresh_token)).await.code(), "wrong_kind");
    assert_eq!(call(&app, with("/echo", &pair.access_token)).await.code(), "token_invalid");
}

#[actix_web::test]
async fn made_tokens_do_not_print() {
    let pair = paseto("").await.issuer().pair("alice").assertion("hush-hush").issue().unwrap();
    let draft = paseto("").await.issuer().access("alice").assertion("hush-hush");
    let printed = format!("{pair:?} {draft:?} {:?}", pair.access_token);
    for secret in [pair.access_token.as_str(), pair.refresh_token.as_str(), "hush-hush", "alice"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert_eq!(json!(pair.access_token), pair.access_token.as_str());
}

#[actix_web::test]
async fn what_is_empty_binds_and_names_nothing() {
    let issuer = paseto("").await.issuer();
    let refused = |draft: actix_paseto::issue::TokenBuilder| draft.issue().unwrap_err();
    assert!(matches!(refused(issuer.access("")), IssueError::EmptySubject));
    assert!(matches!(refused(issuer.access("alice").assertion("")), IssueError::EmptyAssertion));
    assert!(issuer.pair("").issue().is_err());
    assert!(issuer.pair("alice").assertion(b"").issue().is_err());
}

#[actix_web::test]
async fn what_a_client_sends_into_a_token_is_never_a_5xx() {
    use actix_web::ResponseError as _;
    let issuer = paseto("").await.issuer();
    for name in ["x".repeat(5_000), "x".repeat(3_500), String::new()] {
        let error = issuer.pair(name).issue().unwrap_err();
        assert_eq!(error.error_response().status(), 422, "{error}");
    }
    // This is not the client's doing.
    let error = issuer.refresh("alice").fresh().issue().unwrap_err();
    assert_eq!(error.error_response().status(), 500);
}

#[actix_web::test]
async fn a_pair_says_how_long_its_access_token_lives() {
    let pair = paseto("access_ttl = \"15m\"").await.issuer().pair("alice").issue().unwrap();
    assert_eq!(pair.expires_in, Some(900));
}
