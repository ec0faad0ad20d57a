//! What a client is told: status, challenge, headers and body of every refusal, to the letter.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::pin::Pin;

use actix_http::Request;
use actix_paseto::error::Rejection;
use actix_paseto::key::Identified as _;
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Bytes;
use actix_web::{App, HttpMessage as _, HttpResponse, get, post};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{
    Reply, Script, Scripted, app, bearer, both, builder, call, forged, get, local, local_key, mint,
    mint_with, minutes_ago, payload, post, public, signing_key,
};

#[derive(Serialize, Deserialize, Claims)]
struct Staff {
    #[claim(one_of("clerk", "manager"))]
    role: String,
}

#[get("/me")]
#[paseto_required]
async fn me() -> &'static str {
    "me"
}

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh() -> &'static str {
    "fresh"
}

#[get("/recent")]
#[paseto_required(fresh = "15m")]
async fn recent() -> &'static str {
    "recent"
}

#[get("/staff")]
#[paseto_required]
async fn staff(claims: Claims<Staff>) -> String {
    claims.role.clone()
}

#[get("/manager")]
#[paseto_required(require = claims.role == "manager")]
async fn manager(claims: Claims<Staff>) -> String {
    claims.role.clone()
}

#[get("/scoped")]
#[paseto_required(scopes("orders:read", "orders:write"))]
async fn scoped() -> &'static str {
    "scoped"
}

#[get("/bound")]
#[paseto_required(assertion = header("x-tenant"))]
async fn bound() -> &'static str {
    "bound"
}

#[post("/json")]
#[paseto_required(from(json))]
async fn in_json() -> &'static str {
    "json"
}

#[get("/wrapped")]
#[paseto_required(base64)]
async fn wrapped() -> &'static str {
    "wrapped"
}

#[get("/socket")]
#[paseto_required]
async fn socket(_socket: WebSocket) -> &'static str {
    "socket"
}

#[get("/elsewhere")]
#[paseto_required(profile = "nowhere")]
async fn elsewhere() -> &'static str {
    "elsewhere"
}

const SETTINGS: &str = r#"
    issuer = "https://shop.example"
    audience = ["shop"]
    realm = "the shop"
    json.max_length = 6000
"#;

/// A good token of that shop, changed.
fn token(changes: Value) -> String {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    let mut all = json!({ "iss": "https://shop.example", "aud": "shop" });
    all.as_object_mut().unwrap().extend(changes);
    mint(&payload(all))
}

fn with(uri: &str, token: &str) -> Request {
    get(uri).insert_header(bearer(token)).to_request()
}

fn changed(changes: Value) -> Request {
    with("/me", &token(changes))
}

fn in_body(body: &str) -> Request {
    post("/json").set_payload(body.to_owned()).to_request()
}

fn broken_off() -> Request {
    let mut request = post("/json").to_request();
    let pieces = [Ok(Bytes::from_static(b"{\"acc")), Err(PayloadError::Incomplete(None))];
    *request.payload() =
        Payload::from(Box::pin(stream::iter(pieces)) as Pin<Box<dyn Stream<Item = _>>>);
    request
}

fn unknown_kid() -> String {
    let other = actix_paseto::codec::LocalKey::generate().unwrap();
    let footer = json!({ "kid": other.id().as_str() }).to_string();
    mint_with(&payload(json!({})), footer.as_bytes(), b"")
}

/// What the cryptography refuses, or what is refused before it.
fn before_the_cryptography() -> Vec<(&'static str, String)> {
    let good = token(json!({}));
    vec![
        ("malformed", "hello".to_owned()),
        ("another version", good.replacen("v4", "v3", 1)),
        ("another purpose", public(&payload(json!({})))),
        ("too long", format!("{good}{}", "A".repeat(5_000))),
        ("five parts", format!("{good}.a.b.c")),
        ("no payload", "v4.local.".to_owned()),
        ("too short", "v4.local.AAAA".to_owned()),
        ("trailing dot", format!("{good}.")),
        ("unknown kid", unknown_kid()),
        ("footer with a key", mint_with_key_in_footer()),
        ("another key", forged()),
        ("another assertion", mint_with(&payload(json!({})), b"", b"tenant-beta")),
    ]
}

fn mint_with_key_in_footer() -> String {
    let good = mint(&payload(json!({})));
    let footer = format!("{{\"wpk\":\"{}\"}}", signing_key().verifying_key().to_paserk());
    use base64::Engine as _;
    format!("{good}.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(footer))
}

struct Expected {
    status: u16,
    error: Option<&'static str>,
    code: &'static str,
    challenge: Option<&'static str>,
}

const MISSING: Expected = Expected {
    status: 401,
    error: None,
    code: "token_missing",
    challenge: Some(r#"Bearer realm="the shop""#),
};
const BAD_REQUEST: Expected = Expected {
    status: 400,
    error: Some("invalid_request"),
    code: "invalid_request",
    challenge: Some(
        r#"Bearer realm="the shop", error="invalid_request", error_description="The request must carry exactly one well-formed token.""#,
    ),
};
const INVALID: Expected = Expected {
    status: 401,
    error: Some("invalid_token"),
    code: "token_invalid",
    challenge: Some(
        r#"Bearer realm="the shop", error="invalid_token", error_description="The token is not valid.""#,
    ),
};
const UNAVAILABLE: Expected =
    Expected { status: 503, error: None, code: "temporarily_unavailable", challenge: None };

const fn bad_token(code: &'static str, challenge: &'static str) -> Expected {
    Expected { status: 401, error: Some("invalid_token"), code, challenge: Some(challenge) }
}

fn every_refusal() -> Vec<(&'static str, Request, Expected)> {
    let long = json!({ "access_token": token(json!({})), "pad": "x".repeat(6_000) }).to_string();
    let twice = get("/me").insert_header(bearer(&token(json!({}))));
    let twice = twice.append_header(bearer(&token(json!({}))));
    vec![
        ("Missing", get("/me").to_request(), MISSING),
        (
            "ForeignScheme",
            get("/me").insert_header(("authorization", "Basic YTpi")).to_request(),
            MISSING,
        ),
        (
            "BadCredentials",
            get("/me").insert_header(("authorization", "Bearer")).to_request(),
            BAD_REQUEST,
        ),
        ("TwoTokens", twice.to_request(), BAD_REQUEST),
        ("BodyTooLong", in_body(&long), BAD_REQUEST),
        ("BodyUnreadable", broken_off(), BAD_REQUEST),
        (
            "OriginRefused",
            get("/socket")
                .insert_header(bearer(&token(json!({}))))
                .insert_header(("origin", "https://evil.example"))
                .to_request(),
            Expected {
                status: 403,
                error: None,
                code: "origin_refused",
                challenge: Some(r#"Bearer realm="the shop""#),
            },
        ),
        ("Malformed", with("/me", "v4.local.AAAA"), INVALID),
        ("NotWrapped", with("/wrapped", &token(json!({}))), INVALID),
        ("UnknownKey", with("/me", &unknown_kid()), INVALID),
        ("AssertionMissing", with("/bound", &token(json!({}))), INVALID),
        ("NotAuthentic", with("/me", &forged()), INVALID),
        ("BadPayload", with("/me", &mint("[1]")), INVALID),
        ("ClaimMissing exp", changed(json!({ "exp": null })), INVALID),
        ("ClaimMissing sub", changed(json!({ "sub": null })), INVALID),
        ("ClaimMissing type", changed(json!({ "type": null })), INVALID),
        ("ClaimMissing jti", changed(json!({ "jti": null })), INVALID),
        ("ClaimMissing iss", changed(json!({ "iss": null })), INVALID),
        ("LivesTooLong", changed(json!({ "exp": "2999-01-01T00:00:00Z" })), INVALID),
        (
            "Expired",
            changed(json!({ "exp": "2020-01-01T00:00:00Z" })),
            bad_token(
                "token_expired",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token has expired.""#,
            ),
        ),
        (
            "NotYetValid",
            changed(json!({ "nbf": "2999-01-01T00:00:00Z" })),
            bad_token(
                "token_not_yet_valid",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token is not valid yet.""#,
            ),
        ),
        (
            "WrongIssuer",
            changed(json!({ "iss": "https://shop.example/" })),
            bad_token(
                "wrong_issuer",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token comes from another issuer.""#,
            ),
        ),
        (
            "WrongAudience",
            changed(json!({ "aud": ["Shop", "shop-api"] })),
            bad_token(
                "wrong_audience",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token is meant for another audience.""#,
            ),
        ),
        (
            "WrongKind",
            changed(json!({ "type": "refresh" })),
            bad_token(
                "wrong_kind",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token is of another kind than this resource takes.""#,
            ),
        ),
        (
            "BadClaims",
            with("/staff", &token(json!({ "role": "boss" }))),
            bad_token(
                "claims_invalid",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The claims of the token are not valid here.""#,
            ),
        ),
        (
            "NotFresh",
            with("/fresh", &token(json!({ "fresh": false }))),
            Expected {
                status: 401,
                error: Some("insufficient_user_authentication"),
                code: "token_not_fresh",
                challenge: Some(
                    r#"Bearer realm="the shop", error="insufficient_user_authentication", error_description="A more recent login is needed.""#,
                ),
            },
        ),
        (
            "NotFresh, too old",
            with("/recent", &token(json!({ "fresh": true, "iat": minutes_ago(16) }))),
            Expected {
                status: 401,
                error: Some("insufficient_user_authentication"),
                code: "token_not_fresh",
                challenge: Some(
                    r#"Bearer realm="the shop", error="insufficient_user_authentication", error_description="A more recent login is needed.", max_age=900"#,
                ),
            },
        ),
        (
            "ScopeMissing",
            with("/scoped", &token(json!({ "scope": "orders:read" }))),
            Expected {
                status: 403,
                error: Some("insufficient_scope"),
                code: "scope_missing",
                challenge: Some(
                    r#"Bearer realm="the shop", error="insufficient_scope", error_description="The token does not grant the scope that is needed.", scope="orders:read orders:write""#,
                ),
            },
        ),
        (
            "RequirementFailed",
            with("/manager", &token(json!({ "role": "clerk" }))),
            Expected {
                status: 403,
                error: Some("insufficient_scope"),
                code: "requirement_failed",
                challenge: Some(
                    r#"Bearer realm="the shop", error="insufficient_scope", error_description="The token does not allow this.""#,
                ),
            },
        ),
        ("Misconfigured", with("/elsewhere", &token(json!({}))), UNAVAILABLE),
    ]
}

fn check(cause: &str, reply: &Reply, expected: &Expected) {
    let Expected { status, error, code, challenge } = expected;
    assert_eq!(reply.verdict(), (*status, (*code).to_owned()), "{cause}");
    assert_eq!(reply.json()["error"].as_str(), *error, "{cause}");
    assert_eq!(reply.json()["status"], *status, "{cause}");
    assert!(reply.json()["title"].is_string() && reply.json()["detail"].is_string(), "{cause}");
    assert_eq!(reply.header("www-authenticate"), *challenge, "{cause}");
    assert_eq!(reply.headers.get_all("www-authenticate").count(), usize::from(*status != 503));
    assert_eq!(reply.header("cache-control"), Some("no-store"), "{cause}");
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{cause}");
    // No retry helps an application that is not set up.
    let retry = *status == 503 && cause != "Misconfigured";
    assert_eq!(reply.header("retry-after"), retry.then_some("1"), "{cause}");
}

#[actix_web::test]
async fn every_cause_has_its_answer() {
    let app = app!(
        builder(local(SETTINGS)).await,
        me,
        fresh,
        recent,
        staff,
        manager,
        scoped,
        bound,
        in_json,
        wrapped,
        socket,
        elsewhere
    );
    for (cause, request, expected) in every_refusal() {
        let sent = request.headers().get("authorization").cloned();
        let reply = call(&app, request).await;
        check(cause, &reply, &expected);
        refuse_echo(cause, &reply, sent.as_ref());
    }
    assert_eq!(call(&app, changed(json!({}))).await.status, 200);
}

/// No eight characters of what was sent come back.
fn refuse_echo(cause: &str, reply: &Reply, sent: Option<&HeaderValue>) {
    let Some(sent) = sent.and_then(|sent| sent.to_str().ok()?.strip_prefix("Bearer ")) else {
        return;
    };
    let answer = reply.whole();
    for piece in sent.as_bytes().windows(12) {
        let piece = std::str::from_utf8(piece).unwrap();
        assert!(!answer.contains(piece), "{cause} echoes");
    }
}

#[actix_web::test]
async fn revocation_has_its_answers() {
    for (script, expected) in [
        (
            Script::Revoked,
            bad_token(
                "token_revoked",
                r#"Bearer realm="the shop", error="invalid_token", error_description="The token has been revoked.""#,
            ),
        ),
        (Script::Fails, UNAVAILABLE),
    ] {
        let store = Scripted::after(1, script);
        let app = app!(builder(local(SETTINGS).store(store)).await, me);
        check("revocation", &call(&app, changed(json!({}))).await, &expected);
    }
}

#[actix_web::test]
async fn an_application_without_paseto_lets_nobody_in() {
    let app = init_service(App::new().service(me)).await;
    let reply = call(&app, changed(json!({}))).await;
    assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
}

#[actix_web::test]
async fn what_fails_before_the_cryptography_looks_all_the_same() {
    let app = app!(builder(local("")).await, me, bound);
    let mut answers = Vec::new();
    for (cause, token) in before_the_cryptography() {
        answers.push((cause, call(&app, with("/me", &token)).await.whole()));
        let tenant = with_tenant(&token);
        answers.push((cause, call(&app, tenant).await.whole()));
    }
    // The assertion is missing, or empty, or given twice.
    let good = mint_with(&payload(json!({})), b"", b"a");
    answers.push(("no assertion", call(&app, with("/bound", &good)).await.whole()));
    let empty = get("/bound").insert_header(bearer(&good)).insert_header(("x-tenant", ""));
    answers.push(("empty assertion", call(&app, empty).await.whole()));
    let two = get("/bound").insert_header(bearer(&good));
    let two = two.append_header(("x-tenant", "a")).append_header(("x-tenant", "a"));
    answers.push(("two assertions", call(&app, two).await.whole()));
    for (cause, answer) in &answers {
        assert_eq!(*answer, answers[0].1, "{cause}");
    }
    assert!(answers[0].1.starts_with("401\n"));
    let right = get("/bound").insert_header(bearer(&good)).insert_header(("x-tenant", "a"));
    assert_eq!(call(&app, right).await.status, 200);
}

fn with_tenant(token: &str) -> TestRequest {
    get("/bound").insert_header(bearer(token)).insert_header(("x-tenant", "tenant-alpha"))
}

/// One guard for each kind and purpose; `None` takes both purposes.
macro_rules! guards {
    ($($name:ident $path:literal $attribute:ident ($($args:tt)*);)+) => {$(
        #[get($path)]
        #[$attribute($($args)*)]
        async fn $name() -> &'static str {
            $path
        }
    )+};
}

guards! {
    access_local "/access/v4.local" paseto_required(purpose = local);
    access_public "/access/v4.public" paseto_required(purpose = public);
    refresh_local "/refresh/v4.local" refresh_required(purpose = local);
    refresh_public "/refresh/v4.public" refresh_required(purpose = public);
    mail_local "/email-verify/v4.local" paseto_required(kind = "email-verify", purpose = local);
    mail_public "/email-verify/v4.public" paseto_required(kind = "email-verify", purpose = public);
    reset_local "/reset/v4.local" paseto_required(kind = "reset", purpose = local);
    reset_public "/reset/v4.public" paseto_required(kind = "reset", purpose = public);
    any_kind "/any" paseto_required(kind = any);
}

#[actix_web::test]
async fn only_the_diagonal_passes() {
    let paseto = builder(both("")).await;
    let issuer = paseto.issuer();
    let app = app!(
        paseto,
        access_local,
        access_public,
        refresh_local,
        refresh_public,
        mail_local,
        mail_public,
        reset_local,
        reset_public,
        any_kind
    );
    let kinds = ["access", "refresh", "email-verify", "reset"];
    let purposes = [Purpose::Local, Purpose::Public];
    let mut passed = 0;
    for (kind, purpose) in kinds.into_iter().flat_map(|kind| purposes.map(|p| (kind, p))) {
        let draft = match kind {
            "access" => issuer.access("alice"),
            "refresh" => issuer.refresh("alice"),
            custom => issuer.custom(custom, "alice"),
        };
        let token = draft.purpose(purpose).issue().unwrap();
        for (at, taken) in kinds.into_iter().flat_map(|kind| purposes.map(|p| (kind, p))) {
            let reply = call(&app, with(&format!("/{at}/{taken}"), token.as_str())).await;
            let expected = match (at == kind, taken == purpose) {
                (true, true) => (200, ""),
                (_, false) => (401, "token_invalid"),
                (false, true) => (401, "wrong_kind"),
            };
            assert_eq!(reply.verdict(), (expected.0, expected.1.to_owned()), "{kind} at {at}");
            passed += usize::from(reply.status == 200);
        }
        let any = call(&app, with("/any", token.as_str())).await.status;
        assert_eq!(any, if ["access", "refresh"].contains(&kind) { 200 } else { 401 });
    }
    assert_eq!(passed, 8);
}

#[actix_web::test]
async fn a_renderer_knows_the_cause() {
    let paseto = local(SETTINGS).render_with(|refusal| {
        let why = refusal.rejection();
        let cause = if let Rejection::WrongKind { expected, given } = why {
            format!("{given} is not {expected}")
        } else if let Rejection::NotFresh { max_age } = why {
            format!("older than {max_age:?}")
        } else if let Rejection::ScopeMissing { scopes } = why {
            scopes.join("+")
        } else {
            format!("{why:?}")
        };
        let site = refusal.policy().site.name;
        let text = format!("{site} {} {cause}", refusal.realm());
        HttpResponse::build(StatusCode::IM_A_TEAPOT).body(text)
    });
    let app = app!(builder(paseto).await, me, recent, scoped);
    for (request, text) in [
        (get("/me").to_request(), "me the shop Missing"),
        (changed(json!({ "type": "reset" })), "me the shop reset is not access"),
        (changed(json!({ "sub": null })), "me the shop ClaimMissing { claim: \"sub\" }"),
        (
            with("/recent", &token(json!({ "fresh": false }))),
            "recent the shop older than Some(900s)",
        ),
        (with("/scoped", &token(json!({}))), "scoped the shop orders:read+orders:write"),
    ] {
        let reply = call(&app, request).await;
        assert_eq!((reply.status, reply.text()), (418, text));
    }
}

#[actix_web::test]
async fn outer_middleware_decorates_refusals() {
    let cors = from_fn(|request, next: actix_web::middleware::Next<_>| async move {
        let mut response = next.call(request).await?;
        let name = HeaderName::from_static("access-control-allow-origin");
        response.headers_mut().insert(name, HeaderValue::from_static("https://app.example"));
        Ok(response)
    });
    let app = App::new()
        .configure(builder(local("")).await.install())
        .wrap(DefaultHeaders::new().add(("x-frame-options", "DENY")))
        .wrap(cors)
        .service(me);
    let app = init_service(app).await;
    let good = mint(&payload(json!({})));
    for (request, status) in [(get("/me"), 401), (get("/me").insert_header(bearer(&good)), 200)] {
        let reply = call(&app, request).await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("x-frame-options"), Some("DENY"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("https://app.example"));
    }
}

#[actix_web::test]
async fn fastapi_pasetos_answers_can_be_had() {
    let paseto = local("").render_with(actix_paseto::render::fastapi_paseto);
    let app = app!(builder(paseto).await, me, fresh);
    let kid = json!({ "kid": local_key().id().as_str() }).to_string();
    for (request, status, detail) in [
        (get("/me").to_request(), 401, "PASETO Authorization Token required"),
        (with("/me", "hello"), 422, "Invalid PASETO format"),
        (with("/me", &forged()), 422, "Failed to decrypt."),
        (
            with("/me", &mint(&payload(json!({ "type": "refresh" })))),
            422,
            "Access token required but refresh provided",
        ),
        (
            with("/fresh", &mint_with(&payload(json!({ "fresh": false })), kid.as_bytes(), b"")),
            401,
            "PASETO access token is not fresh",
        ),
    ] {
        let reply = call(&app, request).await;
        assert_eq!((reply.status, reply.json()), (status, json!({ "detail": detail })));
    }
}
