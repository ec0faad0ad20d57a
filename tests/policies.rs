//! What a route may demand, and what it gets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::time::Duration;

use actix_http::Request;
use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{HttpRequest, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{
    HandClock, NOON, app, bearer, both, builder, call, forged, from_toml, get, local, local_key,
    mint, mint_with, payload, rfc3339,
};

fn with(uri: &str, token: &str) -> Request {
    get(uri).insert_header(bearer(token)).to_request()
}

fn token(changes: Value) -> String {
    mint(&payload(changes))
}

/// Bare routes with these guards.
macro_rules! routes {
    ($($name:ident $path:literal $attribute:ident ($($args:tt)*);)+) => {$(
        #[get($path)]
        #[$attribute($($args)*)]
        async fn $name() -> &'static str {
            "in"
        }
    )+};
}

#[derive(Serialize, Deserialize, Claims)]
struct Grants {
    #[claim(scopes)]
    grants: Vec<String>,
}

#[derive(Serialize, Deserialize, Claims)]
struct OneText {
    #[serde(rename = "perms", default)]
    #[claim(scopes)]
    grants: Option<String>,
}

routes! {
    one_scope "/one" paseto_required(scopes("orders:read"));
    all_scopes "/all" paseto_required(scopes("orders:read", "orders:write"));
    any_scope "/any" paseto_required(any_scope("orders:read", "stock:read"));
    deep_scope "/deep" paseto_required(scopes("orders:read:all"));
    in_list "/list" paseto_required(scopes("orders:read"), claims = Grants);
    in_text "/text" paseto_required(scopes("orders:read"), claims = OneText);
}

#[actix_web::test]
async fn scopes() {
    let paseto = builder(local("")).await;
    let app = app!(paseto, one_scope, all_scopes, any_scope, deep_scope, in_list, in_text);
    for (claims, allowed) in [
        (json!({}), ""),
        (json!({ "scope": "orders:read" }), "/one /any"),
        (json!({ "scope": "  orders:read   orders:write " }), "/one /all /any"),
        (json!({ "scopes": ["orders:write", "orders:read"] }), "/one /all /any"),
        (json!({ "scope": "stock:read" }), "/any"),
        (json!({ "scope": "orders:*" }), "/one /all /any /deep"),
        (json!({ "scope": "orders:read:*" }), "/deep"),
        (json!({ "scope": "orders:" }), ""),
        (json!({ "scope": "orders*" }), ""),
        (json!({ "scope": "*" }), ""),
        (json!({ "scope": "*:read" }), ""),
        (json!({ "scope": "orders:r*" }), ""),
        (json!({ "scope": "Orders:*" }), ""),
        (json!({ "scope": "", "scopes": ["orders:*"] }), ""),
        (json!({ "grants": ["orders:read"] }), "/list"),
        (json!({ "grants": ["orders:*"], "scope": "stock:read" }), "/any /list"),
        (json!({ "grants": ["stock:*"], "scope": "orders:read" }), "/one /any"),
        (json!({ "perms": "a orders:read" }), "/text"),
    ] {
        let token = token(claims.clone());
        for uri in ["/one", "/all", "/any", "/deep", "/list", "/text"] {
            let reply = call(&app, with(uri, &token)).await;
            let is_in = allowed.split(' ').any(|allowed| allowed == uri);
            assert_eq!(reply.status == 200, is_in, "{uri} {claims}");
            // A list that the claims' type demands and the token lacks is a bad token.
            let lacks = uri == "/list" && claims.get("grants").is_none();
            let code = if lacks { "claims_invalid" } else { "scope_missing" };
            assert!(is_in || reply.code() == code, "{uri} {claims} {}", reply.code());
        }
    }
}

#[derive(Debug, Serialize, Deserialize, Claims)]
struct Flags {
    a: bool,
    b: bool,
}

const LIMIT: u8 = 3;

routes! {
    both_flags "/and" paseto_required(claims = Flags, require = claims.a && claims.b);
    either_flag "/or" paseto_required(claims = Flags, require = claims.a || claims.b);
    not_a "/not" paseto_required(claims = Flags, require = !claims.a);
    mixed "/mixed" paseto_required(require = claims.a && token.is_fresh() || claims.b, claims = Flags);
    block "/block" paseto_required(claims = Flags, require = { let sum = u8::from(claims.a) + u8::from(claims.b); sum + 1 == LIMIT });
    matched "/match" paseto_required(claims = Flags, require = matches!((claims.a, claims.b), (true, false)));
    of_request "/request" paseto_required(require = req.query_string() == "open" && token.subject() == "alice");
    calls "/call" paseto_required(require = allowed(token, req));
    in_a_text_by_macro "/written" paseto_required(claims = Flags, require = format!("{claims:?}").contains("a: true"));
    raw_names "/raw" paseto_required(claims = Flags, require = r#claims.a && r#token.is_fresh());
}

#[actix_web::get("/text")]
#[paseto_required(require = format!("{token:?}{req:?}").contains("open"))]
async fn in_a_text() -> &'static str {
    "in"
}

fn allowed(token: &Token, req: &HttpRequest) -> bool {
    token.jti().len() > 3 && req.method() == "GET"
}

#[actix_web::test]
async fn requirements() {
    let paseto = builder(local("")).await;
    let app = app!(
        paseto,
        both_flags,
        either_flag,
        not_a,
        mixed,
        block,
        matched,
        of_request,
        calls,
        in_a_text,
        in_a_text_by_macro,
        raw_names
    );
    for (a, b, fresh) in [
        (false, false, true),
        (false, true, false),
        (true, false, true),
        (true, false, false),
        (true, true, false),
        (true, true, true),
    ] {
        let token = token(json!({ "a": a, "b": b, "fresh": fresh }));
        for (uri, expected) in [
            ("/and", a && b),
            ("/or", a || b),
            ("/not", !a),
            ("/written", a),
            ("/mixed", a && fresh || b),
            ("/block", a && b),
            ("/match", a && !b),
            ("/request", false),
            ("/request?open", true),
            ("/call", true),
            ("/text", false),
            ("/text?open", true),
            ("/raw", a && fresh),
        ] {
            let reply = call(&app, with(uri, &token)).await;
            let verdict = if expected { (200, "") } else { (403, "requirement_failed") };
            assert_eq!(reply.verdict(), (verdict.0, verdict.1.to_owned()), "{uri} {a} {b} {fresh}");
        }
    }
}

routes! {
    fresh_only "/fresh" paseto_required(fresh);
    recent "/recent" paseto_required(fresh = "15m");
    any_kind "/kind" paseto_required(kind = any);
}

#[actix_web::test]
async fn freshness_to_the_second() {
    let clock = HandClock::new();
    // Else a token without `iat` would be refused for that.
    let settings = "access_ttl = \"1h\"\nrequire_expiry = false";
    let paseto = builder(local(settings).clock(clock.clock())).await;
    let app = app!(paseto, fresh_only, recent);
    let login = paseto.issuer().access("alice").fresh().issue().unwrap();
    let refreshed = paseto.issuer().access("alice").issue().unwrap();
    for (seconds, still_recent) in
        [(0, true), (899, true), (900, true), (901, false), (3599, false)]
    {
        clock.set(NOON + seconds * 1_000);
        assert_eq!(call(&app, with("/fresh", login.as_str())).await.status, 200);
        let reply = call(&app, with("/recent", login.as_str())).await;
        let code = if still_recent { "" } else { "token_not_fresh" };
        assert_eq!(reply.code(), code, "{seconds}");
        for uri in ["/fresh", "/recent"] {
            assert_eq!(call(&app, with(uri, refreshed.as_str())).await.code(), "token_not_fresh");
        }
    }
    // Without `iat` nothing says how old the login is.
    clock.set(NOON);
    let ageless = payload(json!({ "iat": null, "nbf": null, "exp": rfc3339(NOON + 60_000) }));
    assert_eq!(call(&app, with("/fresh", &mint(&ageless))).await.status, 200);
    assert_eq!(call(&app, with("/recent", &mint(&ageless))).await.code(), "token_not_fresh");
}

#[actix_web::test]
async fn any_kind_is_access_or_refresh() {
    let app = app!(builder(local("")).await, any_kind);
    for (kind, status) in [("access", 200), ("refresh", 200), ("reset", 401), ("any", 401)] {
        assert_eq!(call(&app, with("/kind", &token(json!({ "type": kind })))).await.status, status);
    }
}

routes! {
    plain "/plain" paseto_required();
    own_audience "/own-audience" paseto_required(audience = "admin");
    own_issuer "/own-issuer" paseto_required(issuer = "https://other.example");
}

#[actix_web::test]
async fn audience_and_issuer() {
    let settings = "issuer = \"https://shop.example\"\naudience = [\"a\", \"b\"]";
    let configured = app!(builder(local(settings)).await, plain, own_audience, own_issuer);
    let bare = app!(builder(local("")).await, plain, own_audience, own_issuer);
    let (shop, other) = ("https://shop.example", "https://other.example");
    for (iss, aud, uri, with_settings, without) in [
        (json!(shop), json!("a"), "/plain", "", ""),
        (json!(shop), json!("b"), "/plain", "", ""),
        (json!(shop), json!(["x", "b"]), "/plain", "", ""),
        (json!(shop), json!(["x"]), "/plain", "wrong_audience", ""),
        (json!(shop), json!([]), "/plain", "wrong_audience", ""),
        (json!(shop), Value::Null, "/plain", "wrong_audience", ""),
        (json!(shop), json!("A"), "/plain", "wrong_audience", ""),
        (json!(other), json!("a"), "/plain", "wrong_issuer", ""),
        (Value::Null, json!("a"), "/plain", "token_invalid", ""),
        (json!(shop), json!("admin"), "/own-audience", "", ""),
        (json!(shop), json!("a"), "/own-audience", "wrong_audience", "wrong_audience"),
        (json!(shop), Value::Null, "/own-audience", "wrong_audience", "wrong_audience"),
        (json!(other), json!("a"), "/own-issuer", "", ""),
        (json!(shop), json!("a"), "/own-issuer", "wrong_issuer", "wrong_issuer"),
        (Value::Null, json!("a"), "/own-issuer", "token_invalid", "token_invalid"),
    ] {
        let token = token(json!({ "iss": iss, "aud": aud }));
        assert_eq!(call(&configured, with(uri, &token)).await.code(), with_settings, "{iss} {aud}");
        assert_eq!(call(&bare, with(uri, &token)).await.code(), without, "{iss} {aud}");
    }
}

routes! {
    local_only "/local" paseto_required(purpose = local);
    public_only "/public" paseto_required(purpose = public);
}

#[actix_web::test]
async fn a_purpose_narrows_and_never_widens() {
    let good = [token(json!({})), support::public(&payload(json!({})))];
    let app = app!(builder(both("")).await, plain, local_only, public_only);
    for (uri, statuses) in [("/plain", [200, 200]), ("/local", [200, 401]), ("/public", [401, 200])]
    {
        for (token, status) in good.iter().zip(statuses) {
            assert_eq!(call(&app, with(uri, token)).await.status, status, "{uri}");
        }
    }
    let app = app!(builder(local("")).await, plain, local_only, public_only);
    for (uri, statuses) in [("/plain", [200, 401]), ("/local", [200, 401]), ("/public", [401, 401])]
    {
        for (token, status) in good.iter().zip(statuses) {
            assert_eq!(call(&app, with(uri, token)).await.status, status, "{uri}");
        }
    }
}

routes! {
    staff_only "/staff" paseto_required(profile = "staff");
    staff_guest "/staff-guest" paseto_optional(profile = "staff");
}

#[post("/staff/login")]
#[paseto_required(profile = "staff")]
async fn staff_login(issuer: Issuer, revocations: Revocations, token: Token) -> String {
    revocations.revoke(&token).await.unwrap();
    issuer.access("bob").issue().unwrap().into_string()
}

#[actix_web::test]
async fn a_profile_has_keys_issuer_and_store_of_its_own() {
    let (mine, staff) = (local_key().to_paserk(), LocalKey::generate().unwrap().to_paserk());
    let paseto = builder(from_toml(&format!(
        "[default]\nissuer = \"shop\"\nkeys.active = \"{}\"\n\
         [staff]\nissuer = \"staff\"\nkeys.active = \"{}\"\nheader.scheme = \"Staff\"",
        mine.expose(),
        staff.expose()
    )))
    .await;
    let app = app!(paseto, plain, staff_only, staff_guest, staff_login);
    let default = paseto.issuer().access("alice").jti("same").issue().unwrap();
    let staff = paseto.issuer_for("staff").unwrap().access("alice").jti("same").issue().unwrap();
    assert!(paseto.issuer_for("nobody").is_none());
    let as_staff = |uri: &str, token: &str| {
        get(uri).insert_header(("authorization", format!("Staff {token}")))
    };
    assert_eq!(call(&app, with("/plain", default.as_str())).await.status, 200);
    assert_eq!(call(&app, with("/plain", staff.as_str())).await.code(), "token_invalid");
    assert_eq!(call(&app, as_staff("/staff", staff.as_str())).await.status, 200);
    assert_eq!(call(&app, as_staff("/staff", default.as_str())).await.code(), "token_invalid");
    assert_eq!(call(&app, as_staff("/staff-guest", default.as_str())).await.status, 401);
    assert_eq!(call(&app, with("/staff", staff.as_str())).await.code(), "token_missing");
    // What a handler behind the guard is given belongs to the profile, too.
    let request = as_staff("/staff/login", staff.as_str()).method(actix_web::http::Method::POST);
    let bob = call(&app, request).await;
    assert_eq!(call(&app, as_staff("/staff", bob.text())).await.status, 200);
    assert_eq!(call(&app, as_staff("/staff", staff.as_str())).await.code(), "token_revoked");
    assert_eq!(call(&app, with("/plain", default.as_str())).await.status, 200);
}

const TENANT: &str = "tenant-alpha";

routes! {
    of_constant "/constant" paseto_required(assertion = TENANT);
    of_bytes "/bytes" paseto_required(assertion = b"tenant-alpha");
    of_literal "/literal" paseto_required(assertion = concat!("tenant", "-alpha"));
    of_header "/header" paseto_required(assertion = header("x-tenant"));
    of_function "/function" paseto_required(assertion = with(tenant));
    of_path "/path/{tenant}" paseto_required(assertion = path("tenant"));
    of_no_path "/no-path" paseto_required(assertion = path("tenant"));
    maybe_bound "/maybe" paseto_optional(assertion = header("x-tenant"));
}

fn tenant(req: &HttpRequest) -> Option<&str> {
    req.headers().get("x-tenant")?.to_str().ok()?.strip_prefix("id=")
}

#[actix_web::test]
async fn assertions() {
    let app = app!(
        builder(local("")).await,
        of_constant,
        of_bytes,
        of_literal,
        of_header,
        of_function,
        of_path,
        of_no_path,
        maybe_bound,
        plain
    );
    let bound = mint_with(&payload(json!({})), b"", TENANT.as_bytes());
    let unbound = token(json!({}));
    let ask = |uri: &str, tenant: Option<&str>, token: &str| {
        let request = get(uri).insert_header(bearer(token));
        match tenant {
            Some(tenant) => request.insert_header(("x-tenant", tenant.to_owned())),
            None => request,
        }
    };
    for (uri, tenant, status) in [
        ("/constant", None, 200),
        ("/bytes", None, 200),
        ("/literal", None, 200),
        ("/header", Some("tenant-alpha"), 200),
        ("/header", Some("tenant-beta"), 401),
        ("/header", Some("Tenant-Alpha"), 401),
        ("/header", Some(""), 401),
        ("/header", None, 401),
        ("/function", Some("id=tenant-alpha"), 200),
        ("/function", Some("id="), 401),
        ("/function", Some("tenant-alpha"), 401),
        ("/function", None, 401),
        ("/path/tenant-alpha", None, 200),
        ("/path/tenant%2Dalpha", None, 200),
        ("/path/tenant-beta", None, 401),
        ("/no-path", None, 401),
        ("/maybe", Some("tenant-alpha"), 200),
        ("/maybe", None, 401),
        ("/plain", None, 401),
    ] {
        let reply = call(&app, ask(uri, tenant, &bound)).await;
        assert_eq!(reply.status, status, "{uri} {tenant:?}");
        assert!(status == 200 || reply.code() == "token_invalid");
        // A token that is bound to nothing is never taken for one that is bound.
        let reply = call(&app, ask(uri, tenant, &unbound)).await;
        assert_eq!(reply.status, if uri == "/plain" { 200 } else { 401 }, "{uri} {tenant:?}");
    }
    assert_eq!(call(&app, get("/maybe")).await.status, 200);
}

#[get("/tenants/{tenant}")]
#[paseto_required(assertion = path("tenant"))]
async fn tenant_of_path(name: Path<String>) -> String {
    name.into_inner()
}

/// What the assertion is taken from is what the handler reads, however it was spelled.
#[actix_web::test]
async fn a_path_means_the_same_to_the_assertion_and_the_handler() {
    let app = app!(builder(local("")).await, tenant_of_path);
    for (spelled, name) in [
        ("a-b", "a-b"),
        ("a%2Db", "a-b"),
        ("a%2Fb", "a/b"),
        ("a%252Fb", "a%2Fb"),
        ("a%25b", "a%b"),
        ("a+b", "a+b"),
        ("a%2Bb", "a+b"),
        ("%C3%A9", "é"),
    ] {
        let uri = format!("/tenants/{spelled}");
        let bound = mint_with(&payload(json!({})), b"", name.as_bytes());
        let reply = call(&app, with(&uri, &bound)).await;
        assert_eq!((reply.status, reply.text()), (200, name), "{spelled}");
        if spelled != name {
            let literal = mint_with(&payload(json!({})), b"", spelled.as_bytes());
            assert_eq!(call(&app, with(&uri, &literal)).await.status, 401, "{spelled}");
        }
    }
}

#[get("/{id}/x/{tail:.*}")]
#[paseto_required(assertion = path("tenant"))]
async fn of_scope(path: Path<(String, u8, String)>) -> String {
    format!("{} {} {}", path.0, path.1, path.2)
}

#[actix_web::test]
async fn a_path_may_have_more_segments_and_scopes() {
    let scope = actix_web::web::scope("/in/{tenant}").service(of_scope);
    let app = app!(builder(local("")).await, scope);
    let bound = mint_with(&payload(json!({})), b"", b"alpha");
    for (uri, status, text) in [
        ("/in/alpha/7/x/a/b", 200, "alpha 7 a/b"),
        ("/in/alpha/7/x/", 200, "alpha 7 "),
        ("/in/beta/7/x/alpha", 401, ""),
        ("/in/alpha/seven/x/", 404, ""),
        ("/in/beta/seven/x/", 401, ""),
    ] {
        let reply = call(&app, with(uri, &bound)).await;
        assert_eq!(reply.status, status, "{uri}");
        assert!(status != 200 || reply.text() == text, "{uri}: {}", reply.text());
    }
}

#[get("/optional")]
#[paseto_optional]
async fn optional(claims: Option<Claims<Flags>>, token: Option<Token>) -> String {
    format!("{} {}", claims.is_some(), token.is_some())
}

#[get("/lenient")]
#[paseto_optional(lenient)]
async fn lenient(claims: Option<Claims<Flags>>, token: Option<Token>) -> String {
    format!("{} {}", claims.is_some(), token.is_some())
}

#[get("/public")]
#[paseto_public(reason = "a shop window")]
async fn public(issuer: Issuer) -> String {
    issuer.access("carol").issue().unwrap().into_string()
}

#[actix_web::test]
async fn optional_lenient_and_public() {
    let paseto = builder(local("issuer = \"shop\"")).await;
    let app = app!(paseto, optional, lenient, public, plain);
    let good = |changes: Value| {
        let mut all = json!({ "iss": "shop", "a": true, "b": true });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        token(all)
    };
    paseto.revocations().revoke_jti("revoked").await.unwrap();
    for (token, strict, forgiving) in [
        (good(json!({})), "true true", "true true"),
        (forged(), "token_invalid", "false false"),
        ("x".to_owned(), "token_invalid", "false false"),
        (good(json!({ "exp": "2020-01-01T00:00:00Z" })), "token_expired", "false false"),
        (good(json!({ "iss": "other" })), "wrong_issuer", "false false"),
        (good(json!({ "type": "refresh" })), "wrong_kind", "wrong_kind"),
        (good(json!({ "jti": "revoked" })), "token_revoked", "token_revoked"),
        (good(json!({ "a": "yes" })), "claims_invalid", "claims_invalid"),
    ] {
        for (uri, expected) in [("/optional", strict), ("/lenient", forgiving)] {
            let reply = call(&app, with(uri, &token)).await;
            let got = if reply.status == 200 { reply.text().to_owned() } else { reply.code() };
            assert_eq!(got, expected, "{uri}");
        }
        assert_eq!(call(&app, with("/public", &token)).await.status, 200);
    }
    for uri in ["/optional", "/lenient"] {
        assert_eq!(call(&app, get(uri)).await.text(), "false false");
    }
    let reply = call(&app, get("/public")).await;
    assert_eq!(call(&app, with("/plain", reply.text())).await.status, 200);
}

#[get("/bare/token")]
async fn bare_token(token: Token) -> String {
    token.subject().to_string()
}

#[get("/bare/claims/{id}")]
async fn bare_claims(claims: Claims<Flags>, id: Path<u8>, token: Token) -> String {
    format!("{} {id} {}", claims.a, token.subject())
}

#[actix_web::test]
async fn without_an_attribute_the_parameters_are_guards() {
    let app = app!(builder(local("")).await, bare_token, bare_claims);
    let good = token(json!({ "a": true, "b": true }));
    for uri in ["/bare/token", "/bare/claims/7"] {
        assert_eq!(call(&app, get(uri)).await.verdict(), (401, "token_missing".to_owned()));
        assert_eq!(call(&app, with(uri, &forged())).await.code(), "token_invalid");
        let refresh = token(json!({ "type": "refresh", "a": true, "b": true }));
        assert_eq!(call(&app, with(uri, &refresh)).await.code(), "wrong_kind");
        assert_eq!(call(&app, with(uri, &good)).await.status, 200);
    }
    let reply = call(&app, with("/bare/claims/7", &token(json!({ "a": true })))).await;
    assert_eq!(reply.code(), "claims_invalid");
}

#[derive(Serialize, Deserialize, Claims, Clone)]
struct Ruled {
    #[claim(one_of("clerk", "manager"))]
    role: String,
    #[claim(len(1..=3))]
    tags: Vec<String>,
    #[claim(range(1..=5))]
    level: u8,
    #[serde(rename = "teamName", skip_serializing_if = "Option::is_none")]
    #[claim(with = short)]
    team: Option<String>,
}

fn short(team: &Option<String>) -> bool {
    team.as_ref().is_none_or(|team| team.len() < 10)
}

#[get("/ruled")]
#[paseto_required]
async fn ruled(claims: Claims<Ruled>) -> String {
    claims.role.clone()
}

#[actix_web::test]
async fn rules_of_claims_hold_at_both_ends() {
    let paseto = builder(local("")).await;
    let app = app!(paseto, ruled);
    let fine = json!({ "role": "clerk", "tags": ["a"], "level": 1, "teamName": "x" });
    for (change, holds) in [
        (json!({}), true),
        (json!({ "role": "Clerk" }), false),
        (json!({ "role": "" }), false),
        (json!({ "tags": [] }), false),
        (json!({ "tags": ["a", "b", "c", "d"] }), false),
        (json!({ "level": 0 }), false),
        (json!({ "level": 5 }), true),
        (json!({ "level": 6 }), false),
        (json!({ "teamName": "0123456789" }), false),
        (json!({ "teamName": null }), true),
    ] {
        let mut claims = fine.clone();
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let reply = call(&app, with("/ruled", &token(claims.clone()))).await;
        assert_eq!(reply.code(), if holds { "" } else { "claims_invalid" }, "{change}");
        let typed: Ruled = serde_json::from_value(claims).unwrap();
        assert_eq!(paseto.issuer().access("alice").claims(&typed).is_ok(), holds, "{change}");
    }
}

#[actix_web::test]
async fn a_life_ends() {
    let clock = HandClock::new();
    let paseto = builder(local("access_ttl = \"10s\"").clock(clock.clock())).await;
    let app = app!(paseto, plain);
    let token = paseto.issuer().access("alice").issue().unwrap();
    let long = paseto.issuer().access("alice").expires_in(Duration::from_secs(60)).issue().unwrap();
    for (millis, status) in [(0, 200), (9_999, 200), (10_000, 200), (10_001, 401)] {
        clock.set(NOON + millis);
        assert_eq!(call(&app, with("/plain", token.as_str())).await.status, status, "{millis}");
        assert_eq!(call(&app, with("/plain", long.as_str())).await.status, 200, "{millis}");
    }
}

#[get("/granted")]
#[paseto_required(scopes("a"))]
async fn granted(token: Token, _grants: Claims<Grants>) -> String {
    format!("{:?} {} {}", token.scopes(), token.has_scope("b:c"), token.has_scope("c"))
}

#[actix_web::test]
async fn a_handler_sees_the_scopes_that_its_guard_sees() {
    let app = app!(builder(local("")).await, granted);
    let token = token(json!({ "grants": ["a", "b:*"], "scope": "c" }));
    let reply = call(&app, with("/granted", &token)).await;
    assert_eq!(reply.text(), r#"["a", "b:*"] true false"#);
}
