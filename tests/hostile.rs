//! Hostile input: never accepted, never a 5xx, never a panic, and answered to the letter.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::time::{Duration, Instant};

use actix_http::Request;
use actix_paseto::codec::LocalKey;
use actix_paseto::key::Identified as _;
use actix_paseto::prelude::*;
use actix_web::http::header::HeaderValue;
use actix_web::web::{Bytes, Json};
use actix_web::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use support::{
    HandClock, NOON, Script, Scripted, app, bearer, both, builder, call, forged, get, local,
    local_key, mint, mint_with, payload, post, public, rfc3339, signing_key,
};

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> Json<String> {
    Json(token.subject().to_string())
}

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh() -> &'static str {
    "fresh"
}

#[get("/admin")]
#[paseto_required(scopes("admin"))]
async fn admin() -> &'static str {
    "admin"
}

#[get("/optional")]
#[paseto_optional]
async fn optional(token: Option<Token>) -> &'static str {
    if token.is_some() { "somebody" } else { "nobody" }
}

#[get("/lenient")]
#[paseto_optional(lenient)]
async fn lenient(token: Option<Token>) -> &'static str {
    if token.is_some() { "somebody" } else { "nobody" }
}

#[get("/wrapped")]
#[paseto_required(base64)]
async fn wrapped() -> &'static str {
    "wrapped"
}

#[get("/bound")]
#[paseto_required(assertion = "tenant-alpha")]
async fn bound() -> &'static str {
    "bound"
}

#[post("/upload")]
#[paseto_required]
async fn upload(body: Bytes) -> Bytes {
    body
}

#[post("/json")]
#[paseto_required(from(header, json))]
async fn in_json() -> &'static str {
    "json"
}

fn raw(value: &[u8]) -> Request {
    get("/me")
        .insert_header(("authorization", HeaderValue::from_bytes(value).unwrap()))
        .to_request()
}

fn with(uri: &str, token: &str) -> Request {
    get(uri).insert_header(bearer(token)).to_request()
}

fn good() -> String {
    mint(&payload(json!({})))
}

/// Asks `/me` with each token and wants one answer for all of them.
macro_rules! all_answer {
    ($app:expr, $status:literal $code:literal, $tokens:expr) => {
        for token in $tokens {
            let token: String = token.into();
            let reply = call(&$app, with("/me", &token)).await;
            let shown: String = token.chars().take(80).collect();
            assert_eq!(reply.verdict(), ($status, $code.to_owned()), "{shown:?}");
        }
    };
}

#[actix_web::test]
async fn headers() {
    let app = app!(builder(local("")).await, me);
    let good = good();
    let long = format!("Bearer {}", "A".repeat(126 * 1024));
    let cases: Vec<(Vec<u8>, u16, &str)> = vec![
        (format!("Bearer  {good}").into(), 200, ""),
        (format!("bEaReR {good}").into(), 200, ""),
        (format!(" Bearer   {good}  ").into(), 200, ""),
        (b"".into(), 401, "token_missing"),
        (b"Bearer".into(), 400, "invalid_request"),
        (b"Bearer ".into(), 400, "invalid_request"),
        (format!("Bearer {good} {good}").into(), 400, "invalid_request"),
        (format!("Bearer {good},").into(), 400, "invalid_request"),
        (format!("Bearer {good}, Bearer {good}").into(), 400, "invalid_request"),
        (format!("Bearer \"{good}\"").into(), 400, "invalid_request"),
        (format!("Bearer {good}\t").into(), 200, ""),
        (format!("Bearer\t{good}").into(), 401, "token_missing"),
        (format!("Bearer{good}").into(), 401, "token_missing"),
        (good.clone().into(), 401, "token_missing"),
        (format!("Basic {good}").into(), 401, "token_missing"),
        (b"Bearer \xff\xfe".into(), 400, "invalid_request"),
        (format!("Bearer {}é", &good).into(), 400, "invalid_request"),
        (format!("Bearer {}\u{202e}", &good).into(), 400, "invalid_request"),
        (long.into(), 401, "token_invalid"),
    ];
    for (value, status, code) in cases {
        let start = Instant::now();
        let reply = call(&app, raw(&value)).await;
        let shown = String::from_utf8_lossy(&value[..value.len().min(60)]).into_owned();
        assert_eq!(reply.verdict(), (status, code.to_owned()), "{shown:?}");
        assert!(start.elapsed() < Duration::from_millis(250), "{shown:?}");
    }
    for name in ["x-forwarded-user", "x-original-authorization", "proxy-authorization"] {
        let request = get("/me").insert_header((name, format!("Bearer {good}")));
        assert_eq!(call(&app, request).await.verdict(), (401, "token_missing".to_owned()));
    }
    let two = get("/me").append_header(bearer(&good)).append_header(bearer(&good));
    assert_eq!(call(&app, two).await.verdict(), (400, "invalid_request".to_owned()));
}

#[actix_web::test]
async fn token_texts() {
    let app = app!(builder(both("")).await, me);
    let good = good();
    let rest = good.strip_prefix("v4.local.").unwrap();
    all_answer!(
        app,
        401 "token_invalid",
        [
            format!("{good}."),
            format!("{good}.."),
            format!("{good}.x"),
            format!("{good}.a.b"),
            format!("{good}="),
            format!("{good}A"),
            format!("V4.local.{rest}"),
            format!("v4.LOCAL.{rest}"),
            format!("v4.public.{rest}"),
            format!("v1.local.{rest}"),
            format!("v2.local.{rest}"),
            format!("v3.local.{rest}"),
            format!("v5.local.{rest}"),
            format!("v4c.local.{rest}"),
            format!("v4..{rest}"),
            format!("v4.local..{rest}"),
            rest.to_owned(),
            "v4.local.".to_owned(),
            "v4.local".to_owned(),
            "v4.public.AAAA".to_owned(),
            "v2.local.AAAA".to_owned(),
            "v9.local.AAAA".to_owned(),
            "a.b.c".to_owned(),
            "a.b".to_owned(),
            ".".to_owned(),
            "...".to_owned(),
            format!("v4.local.{}", ".".repeat(100_000)),
            format!("v4.local.{}", "A".repeat(100_000)),
            STANDARD.encode(&good),
            URL_SAFE_NO_PAD.encode(STANDARD.encode(&good)),
            good.replace('-', "+").replace('_', "/") + "/",
        ]
    );
    assert_eq!(call(&app, with("/me", &good)).await.status, 200);
}

#[actix_web::test]
async fn every_other_last_character_is_refused() {
    let app = app!(builder(both("")).await, me);
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for good in [good(), public(&payload(json!({})))] {
        let (head, last) = good.split_at(good.len() - 1);
        let others = alphabet.iter().map(|c| char::from(*c)).filter(|c| !last.starts_with(*c));
        let others: Vec<String> = others.map(|c| format!("{head}{c}")).collect();
        assert_eq!(others.len(), 63);
        all_answer!(app, 401 "token_invalid", others);
        assert_eq!(call(&app, with("/me", &good)).await.status, 200);
    }
}

#[actix_web::test]
async fn one_layer_of_base64_and_strictly() {
    let app = app!(builder(local("")).await, me, wrapped);
    let good = good();
    let padded = STANDARD.encode(&good);
    for (token, status) in [
        (padded.clone(), 200),
        (URL_SAFE_NO_PAD.encode(&good), 200),
        (good.clone(), 401),
        (STANDARD.encode(&padded), 401),
        (format!("{}{}", &padded[..8], &padded[12..]), 401),
        (format!("{padded}===="), 401),
        (STANDARD.encode(format!("{good}\n")), 401),
        (STANDARD.encode([0xff; 100]), 401),
        (STANDARD.encode("v4.local.".to_owned() + &"A".repeat(9_000)), 401),
    ] {
        let reply = call(&app, with("/wrapped", &token)).await;
        assert_eq!(reply.status, status, "{token}");
    }
    // Python's decoder drops what is not of the alphabet; ours is asked in vain.
    let spiked = format!("{}!!%%{}", &padded[..8], &padded[8..]);
    assert_eq!(call(&app, with("/wrapped", &spiked)).await.status, 400);
}

#[actix_web::test]
async fn footers_and_key_ids() {
    let store = Scripted::at_once(Script::Live);
    let app = app!(builder(both("").store(store.clone())).await, me);
    let kid = |id: &str| json!({ "kid": id }).to_string();
    let footed = |footer: &str| mint_with(&payload(json!({})), footer.as_bytes(), b"");
    let other = LocalKey::generate().unwrap();
    all_answer!(
        app,
        401 "token_invalid",
        [
            footed(&kid(other.id().as_str())),
            footed(&kid(signing_key().id().as_str())),
            footed(&kid("k4.lid.")),
            footed(&kid("../../etc/passwd")),
            footed(&kid("")),
        ]
    );
    let spliced =
        |footer: &str| format!("{}.{}", good(), URL_SAFE_NO_PAD.encode(footer.as_bytes()));
    let ours = local_key().id().as_str();
    all_answer!(
        app,
        401 "token_invalid",
        [
            spliced(&format!("{{\"kid\":\"{ours}\",\"kid\":\"{}\"}}", other.id())),
            spliced(&format!("{{\"kid\":\"{ours}\",\"\\u006bid\":\"{ours}\"}}")),
            spliced(&json!({ "kid": ours, "wpk": "k4.secret.AAAA" }).to_string()),
            spliced(&json!({ "wpk": signing_key().verifying_key().to_paserk() }).to_string()),
            spliced(&json!({ "kid": [ours] }).to_string()),
            spliced(&json!({ "kid": null }).to_string()),
            spliced(&kid(ours)),
            spliced(&format!("{{{}\"z\":0}}", "\"a\" :1,".repeat(60))),
            spliced("{"),
            spliced(&"x".repeat(513)),
        ]
    );
    assert_eq!(store.asked(), 0);
    for footer in ["", "text", "[]", &kid(ours)] {
        assert_eq!(call(&app, with("/me", &footed(footer))).await.status, 200, "{footer}");
    }
}

#[actix_web::test]
async fn a_key_of_one_purpose_never_serves_the_other() {
    let app = app!(builder(both("")).await, me);
    let public_bytes = signing_key().verifying_key().to_paserk();
    let confused = LocalKey::from_text(&public_bytes.replacen("public", "local", 1)).unwrap();
    let confused = confused.seal(payload(json!({})).as_bytes(), b"", b"").unwrap();
    all_answer!(app, 401 "token_invalid", [confused]);
    // On a server that accepts local tokens alone, a good public one is none.
    let app = app!(builder(local("")).await, me);
    all_answer!(app, 401 "token_invalid", [public(&payload(json!({}))), "v4.public.AAAA".into()]);
}

/// The order of the group, little-endian.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[actix_web::test]
async fn forged_signatures() {
    let app = app!(builder(both("")).await, me);
    let good = public(&payload(json!({})));
    let bytes = URL_SAFE_NO_PAD.decode(good.strip_prefix("v4.public.").unwrap()).unwrap();
    let (message, signature) = bytes.split_at(bytes.len() - 64);
    let with_signature = |signature: &[u8]| {
        format!("v4.public.{}", URL_SAFE_NO_PAD.encode([message, signature].concat()))
    };
    let mut malleated = signature.to_vec();
    let mut carry = 0;
    for (byte, add) in malleated[32..].iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    let mut identity = [0; 64];
    identity[0] = 1;
    all_answer!(
        app,
        401 "token_invalid",
        [
            with_signature(&[0; 64]),
            with_signature(&malleated),
            with_signature(&identity),
            with_signature(&[0xff; 64]),
            with_signature(&signature[..63]),
            with_signature(&[]),
        ]
    );
    assert_eq!(call(&app, with("/me", &with_signature(signature))).await.status, 200);
}

fn duplicated(first: &str, second: &str) -> String {
    let rest = payload(json!({ "exp": null }));
    mint(&format!("{{{first},{second},{}", &rest[1..]))
}

#[actix_web::test]
async fn authentic_payloads_that_are_refused() {
    let app = app!(builder(local("")).await, me);
    let past = r#""exp":"2020-01-01T00:00:00Z""#;
    let ahead = format!("\"exp\":\"{}\"", rfc3339(now() + 600_000));
    let escaped = ahead.replace("exp", "\\u0065xp");
    let claim = |value: &str| mint(&format!("{{\"x\":{value},{}", &payload(json!({}))[1..]));
    let deep = |n: usize| claim(&format!("{}1{}", "[".repeat(n), "]".repeat(n)));
    let members = |n: usize| (0..n).map(|n| format!("\"m{n}\":{n}")).collect::<Vec<_>>().join(",");
    all_answer!(
        app,
        401 "token_invalid",
        [
            duplicated(past, &ahead),
            duplicated(&ahead, past),
            duplicated(past, &escaped),
            duplicated(&ahead, &ahead),
            claim(r#"{"a":1,"a":1}"#),
            claim(r#"[[{"a":{"b":1,"\u0062":2}}]]"#),
            deep(8),
            deep(127),
            deep(1_000),
            claim(&format!("{{{}}}", members(65))),
            claim(&format!("\"{}\"", "x".repeat(2_049))),
            mint("[1]"),
            mint("not json"),
            mint("{}"),
            mint("null"),
            mint(&format!("{} ,", payload(json!({})))),
            mint(&format!("\u{feff}{}", payload(json!({})))),
            mint(&payload(json!({})).replace('}', ",}")),
        ]
    );
    for fine in [deep(7), claim(&format!("{{{}}}", members(64))), claim(r#"{"a":{"b":1}}"#)] {
        assert_eq!(call(&app, with("/me", &fine)).await.status, 200);
    }
    // Longer than any token may be, so that its depth is never seen.
    let app = app!(builder(local("max_token_length = 8192")).await, me);
    all_answer!(app, 401 "token_invalid", [deep(2_500), deep(100_000)]);
}

fn now() -> u64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis().try_into().unwrap()
}

#[actix_web::test]
async fn dates_that_are_none() {
    let app = app!(builder(local("")).await, me);
    let bad = [
        "2039-01-01 00:00:00Z",
        "2039-01-01t00:00:00Z",
        "2039-01-01T00:00:00z",
        "2039-01-01X00:00:00Z",
        "2039-01-01_00:00:00Z",
        "2039-01-01000:00:00Z",
        "2039-01-01\u{0}00:00:00Z",
        "2039-01-01T00:00:00",
        "2039-01-01T00:00:00+24:00",
        "2039-02-30T00:00:00Z",
        "2039-01-01T24:00:00Z",
        "2039-01-01T00:00Z",
        "2039-01-01",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "-2039-01-01T00:00:00Z",
        " 2039-01-01T00:00:00Z",
        "",
        "never",
    ];
    for claim in ["exp", "nbf", "iat"] {
        let tokens = bad.map(|date| mint(&payload(json!({ claim: date }))));
        all_answer!(app, 401 "token_invalid", tokens);
        let types =
            [json!(0), json!(2_208_988_800_u64), json!(1.5), json!(true), json!([]), json!({})];
        let tokens = types.map(|date| mint(&payload(json!({ claim: date }))));
        all_answer!(app, 401 "token_invalid", tokens);
    }
}

#[actix_web::test]
async fn claims_that_are_missing_or_of_another_type() {
    let app = app!(builder(local("")).await, me, fresh, admin);
    let absent = ["sub", "type", "jti", "exp"];
    let tokens = absent.map(|claim| {
        let mut changes = serde_json::Map::new();
        changes.insert(claim.to_owned(), Value::Null);
        mint(&payload(Value::Object(changes)))
    });
    all_answer!(app, 401 "token_invalid", tokens);
    let wrong = [
        json!({ "sub": true }),
        json!({ "sub": ["alice"] }),
        json!({ "sub": 1.5 }),
        json!({ "type": 1 }),
        json!({ "type": "" }),
        json!({ "type": ["access"] }),
        json!({ "jti": 1 }),
        json!({ "jti": "" }),
        json!({ "jti": "a b" }),
        json!({ "jti": "a\nb" }),
        json!({ "jti": "é" }),
        json!({ "jti": "x".repeat(129) }),
        json!({ "iss": 1 }),
        json!({ "aud": 1 }),
        json!({ "aud": [1] }),
        json!({ "aud": { "a": 1 } }),
        json!({ "fresh": "true" }),
        json!({ "fresh": 1 }),
    ];
    all_answer!(app, 401 "token_invalid", wrong.map(|changes| mint(&payload(changes))));
    all_answer!(
        app,
        401 "wrong_kind",
        ["Access", "access ", "ACCESS", "acces", "refresh", "any", "*"]
            .map(|kind| mint(&payload(json!({ "type": kind }))))
    );
    for (changes, status) in [
        (json!({ "sub": 7 }), 200),
        (json!({ "sub": u64::MAX }), 200),
        (json!({ "iat": null }), 401),
        (json!({ "nbf": null }), 200),
        (json!({ "fresh": null }), 200),
        (json!({ "aud": [] }), 200),
    ] {
        let reply = call(&app, with("/me", &mint(&payload(changes.clone())))).await;
        assert_eq!(reply.status, status, "{changes}");
    }
    for not_fresh in [json!(null), json!(false)] {
        let token = mint(&payload(json!({ "fresh": not_fresh })));
        let reply = call(&app, with("/fresh", &token)).await;
        assert_eq!(reply.verdict(), (401, "token_not_fresh".to_owned()));
    }
    // A service with the same key and other claims.
    all_answer!(app, 401 "token_invalid", [mint(r#"{"user_id":7,"role":"admin"}"#)]);
}

#[actix_web::test]
async fn another_assertion_is_another_token() {
    let app = app!(builder(local("")).await, bound, me);
    let minted = |assertion: &[u8]| mint_with(&payload(json!({})), b"", assertion);
    for (assertion, status) in [
        (&b"tenant-alpha"[..], 200),
        (b"tenant-beta", 401),
        (b"", 401),
        (b"tenant-alpha\0", 401),
        (b"Tenant-alpha", 401),
        (b"tenant-alph", 401),
    ] {
        assert_eq!(call(&app, with("/bound", &minted(assertion))).await.status, status);
    }
    all_answer!(app, 401 "token_invalid", [minted(b"tenant-alpha")]);
}

#[actix_web::test]
async fn subjects_that_would_like_to_be_more() {
    let app = app!(builder(local("")).await, me);
    for subject in [
        "a\r\nSet-Cookie: x=1",
        "\u{0}",
        "<script>alert(1)</script>",
        "\u{1b}[31mred",
        "\u{202e}evil",
        "",
        "'; DROP TABLE users; --",
    ] {
        let reply = call(&app, with("/me", &mint(&payload(json!({ "sub": subject }))))).await;
        assert_eq!((reply.status, reply.json()), (200, json!(subject)));
        assert_eq!(reply.header("set-cookie"), None);
        assert!(!reply.body.contains(&b'\r') && !reply.body.contains(&0x1b));
    }
}

#[actix_web::test]
async fn scopes_match_whole_and_to_the_letter() {
    let app = app!(builder(local("")).await, admin);
    for (claims, status) in [
        (json!({ "scope": "admin" }), 200),
        (json!({ "scope": "read admin" }), 200),
        (json!({ "scopes": ["read", "admin"] }), 200),
        (json!({}), 403),
        (json!({ "scope": "adminx" }), 403),
        (json!({ "scope": "xadmin" }), 403),
        (json!({ "scope": "Admin" }), 403),
        (json!({ "scope": "read\tadmin" }), 403),
        (json!({ "scope": "read,admin" }), 403),
        (json!({ "scope": "read\u{a0}admin" }), 403),
        (json!({ "scope": "*" }), 403),
        (json!({ "scope": "adm*" }), 403),
        (json!({ "scope": "" }), 403),
        (json!({ "scopes": ["read admin"] }), 403),
        (json!({ "scope": ["admin"] }), 401),
        (json!({ "scope": true }), 401),
        (json!({ "scopes": "admin" }), 401),
        (json!({ "scopes": ["admin", 1] }), 401),
        (json!({ "scope": "read", "scopes": ["admin"] }), 403),
    ] {
        let reply = call(&app, with("/admin", &mint(&payload(claims.clone())))).await;
        let code = match status {
            401 => "token_invalid",
            403 => "scope_missing",
            _ => "",
        };
        assert_eq!(reply.verdict(), (status, code.to_owned()), "{claims}");
    }
}

#[actix_web::test]
async fn optional_is_not_lenient() {
    let app = app!(builder(local("")).await, optional, lenient);
    let expired = mint(&payload(json!({ "exp": "2020-01-01T00:00:00Z" })));
    let bad = [
        expired,
        forged(),
        "v4.local.".to_owned(),
        "v4.public.AAAA".to_owned(),
        "v9.local.AAAA".to_owned(),
        "a.b".to_owned(),
    ];
    for token in &bad {
        assert_eq!(call(&app, with("/optional", token)).await.status, 401);
        assert_eq!(call(&app, with("/lenient", token)).await.text(), "nobody");
    }
    for uri in ["/optional", "/lenient"] {
        assert_eq!(call(&app, get(uri)).await.text(), "nobody");
        assert_eq!(call(&app, with(uri, &good())).await.text(), "somebody");
        let refresh = mint(&payload(json!({ "type": "refresh" })));
        assert_eq!(call(&app, with(uri, &refresh)).await.code(), "wrong_kind");
    }
}

#[actix_web::test]
async fn a_revoked_token_has_no_second_spelling() {
    let paseto = builder(local("")).await;
    let app = app!(paseto, me, wrapped);
    let good = good();
    paseto.revocations().revoke_jti("jti-0123456789").await.unwrap();
    assert_eq!(call(&app, with("/me", &good)).await.code(), "token_revoked");
    all_answer!(
        app,
        401 "token_invalid",
        [
            format!("{good}."),
            format!("{good}="),
            good.to_ascii_uppercase(),
            good.to_ascii_lowercase(),
            good.replacen("v4", "V4", 1),
        ]
    );
    let in_base64 = with("/wrapped", &STANDARD.encode(&good));
    assert_eq!(call(&app, in_base64).await.code(), "token_revoked");
}

#[actix_web::test]
async fn bodies_are_nobodys_business() {
    let app = app!(builder(local("")).await, upload, in_json);
    let request = post("/upload").insert_header(bearer(&good())).set_payload(&b"\xff\xfe\x00"[..]);
    let reply = call(&app, request).await;
    assert_eq!((reply.status, &*reply.body), (200, &b"\xff\xfe\x00"[..]));
    // Another scheme in the header counts as nothing, and the next place is looked at.
    let body = json!({ "access_token": good() });
    let request = post("/json").insert_header(("authorization", "Basic abc")).set_json(&body);
    assert_eq!(call(&app, request).await.status, 200);
    let nested = format!("{{\"access_token\":{}1{}}}", "[".repeat(8_000), "]".repeat(8_000));
    for (body, status) in [
        (&b"\xff\xfe"[..], 401),
        (b"", 401),
        (b"{\"access_token\":\"\xff\"}", 401),
        (nested.as_bytes(), 401),
        (b"{\"access_token\":\"a b\"}", 400),
    ] {
        let request = post("/json").set_payload(body.to_owned());
        assert_eq!(call(&app, request).await.status, status, "{}", String::from_utf8_lossy(body));
    }
}

#[actix_web::test]
async fn paths_that_look_alike_are_guarded_or_nothing() {
    let app = app!(builder(local("")).await, me);
    for path in
        ["/me", "/me/", "//me", "/%6De", "/%6de", "/me;x", "/ME", "/./me", "/me?x", "/me%00"]
    {
        let status = call(&app, get(path)).await.status;
        assert!([401, 404].contains(&status), "{path}: {status}");
    }
}

/// A clock at noon, a leeway of 30 s, a longest life of an hour.
const TIMES: &str = r#"
    leeway = "30s"
    max_ttl = "1h"
    refresh_ttl = "1h"
    custom_ttl = "1h"
"#;

#[actix_web::test]
async fn leeway_to_the_second() {
    let clock = HandClock::new();
    let app = app!(builder(local(TIMES).clock(clock.clock())).await, me);
    let bare = builder(local("").clock(clock.clock())).await;
    let bare = app!(bare, me);
    let at = |offset: i64| rfc3339(NOON.checked_add_signed(offset * 1_000).unwrap());
    for (claim, offset, strict, with_leeway) in [
        ("exp", 1, "", ""),
        ("exp", 0, "", ""),
        ("exp", -1, "token_expired", ""),
        ("exp", -29, "token_expired", ""),
        ("exp", -30, "token_expired", ""),
        ("exp", -31, "token_expired", "token_expired"),
        ("nbf", -1, "", ""),
        ("nbf", 0, "", ""),
        ("nbf", 1, "token_not_yet_valid", ""),
        ("nbf", 29, "token_not_yet_valid", ""),
        ("nbf", 30, "token_not_yet_valid", ""),
        ("nbf", 31, "token_not_yet_valid", "token_not_yet_valid"),
        ("iat", 0, "", ""),
        ("iat", 1, "token_not_yet_valid", ""),
        ("iat", 30, "token_not_yet_valid", ""),
        ("iat", 31, "token_not_yet_valid", "token_not_yet_valid"),
    ] {
        let mut claims = json!({ "iat": at(-60), "nbf": at(-60), "exp": at(600) });
        claims[claim] = json!(at(offset));
        let token = mint(&payload(claims));
        assert_eq!(call(&bare, with("/me", &token)).await.code(), strict, "{claim} {offset}");
        assert_eq!(call(&app, with("/me", &token)).await.code(), with_leeway, "{claim} {offset}");
    }
}

#[actix_web::test]
async fn the_longest_life_to_the_second() {
    let clock = HandClock::new();
    let app = app!(builder(local(TIMES).clock(clock.clock())).await, me);
    let at = |offset: i64| json!(rfc3339(NOON.checked_add_signed(offset * 1_000).unwrap()));
    for (born, ends, code) in [
        (at(0), at(3_600), ""),
        (at(0), at(3_601), "token_invalid"),
        (at(-3_000), at(601), "token_invalid"),
        (at(-3_000), at(600), ""),
        (Value::Null, at(3_600), "token_invalid"),
        (at(0), json!("2126-01-01T00:00:00Z"), "token_invalid"),
        (at(-30), at(-31), "token_expired"),
    ] {
        let token = mint(&payload(json!({ "iat": born, "nbf": null, "exp": ends })));
        assert_eq!(call(&app, with("/me", &token)).await.code(), code, "{born} {ends}");
    }
}

/// SplitMix64: the same run every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// A byte that a header can carry.
    fn header_byte(&mut self) -> u8 {
        match self.below(256) {
            byte @ (0x20..=0x7e | 0x80..=0xff) => u8::try_from(byte).unwrap(),
            _ => b'\t',
        }
    }
}

#[actix_web::test]
async fn a_hundred_thousand_random_headers() {
    let app = app!(builder(both("")).await, me);
    let mut dice = Dice(1);
    let starts = [&b""[..], b"Bearer ", b"Bearer v4.local.", b"Bearer v4.public.", b"bearer v4."];
    for _ in 0..100_000 {
        let mut value = starts[dice.below(starts.len())].to_vec();
        for _ in 0..dice.below(120) {
            value.push(dice.header_byte());
        }
        let status = call(&app, raw(&value)).await.status;
        assert!([400, 401].contains(&status), "{status}: {:?}", String::from_utf8_lossy(&value));
    }
    assert_eq!(call(&app, with("/me", &good())).await.status, 200);
}

fn mutate(dice: &mut Dice, token: &str, other: &str) -> Vec<u8> {
    let mut bytes = token.as_bytes().to_vec();
    let (at, to) = (dice.below(bytes.len()), dice.below(bytes.len()));
    match dice.below(6) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes.truncate(at),
        2 => bytes.swap(at, to),
        3 => drop(bytes.splice(at.min(to)..at.max(to), other.bytes().skip(at).take(to))),
        4 => bytes.insert(at, b"ABCxyz019-_.="[dice.below(13)]),
        _ => drop(bytes.remove(at)),
    }
    bytes
}

#[actix_web::test]
async fn two_hundred_thousand_mutations() {
    let app = app!(builder(both("")).await, me);
    let kid = json!({ "kid": local_key().id().as_str() }).to_string();
    let tokens = [
        good(),
        mint_with(&payload(json!({ "sub": "bob" })), kid.as_bytes(), b""),
        public(&payload(json!({}))),
    ];
    let mut dice = Dice(2);
    let mut tried = 0;
    while tried < 200_000 {
        let (token, other) = (&tokens[dice.below(3)], &tokens[dice.below(3)]);
        let mutant = mutate(&mut dice, token, other);
        // `Bearer` takes the blanks around a token for its own.
        let same = |token: &String| mutant.trim_ascii() == token.as_bytes();
        let Ok(header) = HeaderValue::from_bytes(&[b"Bearer ", &*mutant].concat()) else {
            continue;
        };
        if tokens.iter().any(same) {
            continue;
        }
        let request = get("/me").insert_header(("authorization", header));
        let status = call(&app, request).await.status;
        assert!([400, 401].contains(&status), "{status}: {:?}", String::from_utf8_lossy(&mutant));
        tried += 1;
    }
    for token in &tokens {
        assert_eq!(call(&app, with("/me", token)).await.status, 200);
    }
}
