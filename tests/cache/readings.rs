//! What is remembered, and what is not.

use actix_paseto::prelude::*;
use actix_web::get;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::seen::{Seen, me, readings, with};
use super::support::{
    self, Script, Scripted, app, builder, call, get, local, local_key, mint, paseto, payload,
};

const ON: &str = "cache.capacity = 1000000";
const OFF: &str = "cache.capacity = 0";
/// A line that keeps the switch of the tests away.
const DEFAULT: &str = "# cache.capacity";

#[actix_web::test]
async fn a_token_is_read_once_and_claims_of_a_type_once() {
    let token = mint(&payload(json!({ "role": "clerk" })));
    for (lines, expected) in [(DEFAULT, [1, 0, 0]), (ON, [1, 0, 0]), (OFF, [1, 1, 1])] {
        let paseto = paseto(lines).await;
        let app = app!(paseto, me);
        readings();
        for times in expected {
            call(&app, with("/me", &token)).await.is_ok("clerk");
            assert_eq!(readings(), times, "{lines}");
        }
    }
}

#[derive(Serialize, Deserialize, Claims)]
struct Numbered {
    level: u8,
}

#[get("/level")]
#[paseto_required]
async fn level(claims: Claims<Numbered>) -> String {
    claims.level.to_string()
}

#[get("/strict")]
#[paseto_required(claims = Ruled)]
async fn strict() -> &'static str {
    "in"
}

/// The rule is asked every time: it may know more than the claims do.
#[derive(Serialize, Deserialize, Claims)]
struct Ruled {
    #[claim(with = is_welcome)]
    #[serde(default)]
    level: u8,
}

thread_local! {
    static WELCOME: std::cell::Cell<bool> = const { std::cell::Cell::new(true) };
}

fn is_welcome(_: &u8) -> bool {
    WELCOME.get()
}

#[actix_web::test]
async fn other_types_of_claims_are_read_by_themselves() {
    let paseto = paseto(ON).await;
    let app = app!(paseto, me, level, strict);
    let both = mint(&payload(json!({ "role": "clerk", "level": 3 })));
    let one = mint(&payload(json!({ "role": "clerk" })));
    for _ in 0..3 {
        call(&app, with("/me", &both)).await.is_ok("clerk");
        call(&app, with("/level", &both)).await.is_ok("3");
        call(&app, with("/me", &one)).await.is_ok("clerk");
        let refused = call(&app, with("/level", &one)).await;
        assert_eq!(refused.verdict(), (401, "claims_invalid".to_owned()));
    }
    call(&app, with("/strict", &one)).await.is_ok("in");
    WELCOME.set(false);
    assert_eq!(call(&app, with("/strict", &one)).await.status, 401);
    WELCOME.set(true);
    call(&app, with("/strict", &one)).await.is_ok("in");
}

#[actix_web::test]
async fn what_is_refused_leaves_no_trace() {
    let expired = payload(json!({ "role": "x", "exp": support::minutes_ago(1) }));
    let wrong_kind = payload(json!({ "role": "x", "type": "refresh" }));
    for (script, token) in [
        (Script::Live, mint(&expired)),
        (Script::Live, mint(&wrong_kind)),
        (Script::Revoked, mint(&payload(json!({ "role": "x" })))),
        (Script::Fails, mint(&payload(json!({ "role": "x" })))),
    ] {
        for store in [Scripted::at_once(script), Scripted::after(2, script)] {
            let paseto = builder(local(ON).store(store)).await;
            let app = app!(paseto, me);
            for _ in 0..2 {
                assert_ne!(call(&app, with("/me", &token)).await.status, 200);
            }
            let said = format!("{paseto:?}");
            assert!(!said.contains("role"), "{said}");
        }
    }
}

#[actix_web::test]
async fn a_store_that_takes_its_time_is_asked_at_every_hit() {
    let store = Scripted::after(2, Script::Live);
    let paseto = builder(local(ON).store(store.clone())).await;
    let app = app!(paseto, me);
    let token = mint(&payload(json!({ "role": "clerk" })));
    readings();
    for asked in 1..=3 {
        call(&app, with("/me", &token)).await.is_ok("clerk");
        assert_eq!((store.asked(), readings()), (asked, usize::from(asked == 1)));
    }
}

#[get("/place")]
#[paseto_required(from(header, cookie("a"), cookie("b"), query("token")))]
async fn place(token: Token) -> String {
    token.place().to_string()
}

#[actix_web::test]
async fn where_a_token_stood_is_this_request_s_own() {
    let paseto = paseto(ON).await;
    let app = app!(paseto, place);
    let token = mint(&payload(json!({})));
    for _ in 0..2 {
        call(&app, with("/place", &token)).await.is_ok("header `Authorization`");
        for name in ["a", "b", "a"] {
            let request = get("/place").insert_header(("cookie", format!("{name}={token}")));
            call(&app, request).await.is_ok(&format!("cookie `{name}`"));
        }
        let query = get(&format!("/place?token={token}"));
        call(&app, query).await.is_ok("query parameter `token`");
    }
}

/// Everything a handler can ask of a token.
#[get("/all")]
#[paseto_required(claims = Seen)]
async fn all(token: Token) -> String {
    let family = token.family().map(|family| (family.id().to_owned(), family.began()));
    format!(
        "{:?} {:?} {} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {} {family:?} {:?}",
        token.subject(),
        token.kind(),
        token.jti(),
        token.is_fresh(),
        token.issued_at(),
        token.not_before(),
        token.expires_at(),
        token.issuer(),
        token.audience(),
        token.scopes(),
        token.footer(),
        token.footer_json(),
        token.purpose(),
        token.key_id(),
        token.raw_claims(),
    )
}

#[actix_web::test]
async fn a_token_says_the_same_every_time_and_with_the_cache_off() {
    let began = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_micros() - 60_000_000;
    let texts = [
        json!({}),
        json!({ "sub": 7, "aud": ["a", "b"], "scope": "x y", "iss": "me" }),
        json!({ "sub": -7, "aud": [], "scopes": ["x y"], "fresh": null }),
        json!({ "sub": u64::MAX, "aud": "a", "nbf": null }),
        json!({ "sub": "", "nbf": support::minutes_ago(9), "fam": format!("f.1.{began}") }),
        json!({ "sub": "ä\"\\\n", "jti": "\"\\", "aud": ["\"", "", "ü"], "iss": "\u{1}" }),
        json!({ "csrf": "x\\y", "fam": format!("\"\\.{began}"), "scope": 1 }),
    ];
    let (on, off) = (paseto(ON).await, paseto(OFF).await);
    let (on, off) = (app!(on, all), app!(off, all));
    for changes in texts {
        for footer in
            [String::new(), "text".to_owned(), r#"{"kid":"other","a":1}"#.to_owned(), kid()]
        {
            let text = payload(changes.clone());
            let ours = footer != r#"{"kid":"other","a":1}"#;
            let token = local_key().seal(text.as_bytes(), footer.as_bytes(), b"").unwrap();
            let first = call(&on, with("/all", &token)).await.whole();
            assert_eq!(first.starts_with("200"), ours, "{first}");
            for _ in 0..2 {
                assert_eq!(call(&on, with("/all", &token)).await.whole(), first, "{text}");
                assert_eq!(call(&off, with("/all", &token)).await.whole(), first, "{text}");
            }
        }
    }
}

fn kid() -> String {
    use actix_paseto::key::Identified as _;
    format!(r#"{{"kid":"{}"}}"#, local_key().id())
}
