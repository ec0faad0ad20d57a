use std::time::Duration;

use actix_paseto::Paseto;
use actix_paseto::config::{Settings, SourceName, StoreChoice, Ttl};
use actix_paseto::key::KidRule;
use actix_paseto::kind::Purpose;
use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde_json::{Value, json};

use crate::support::{ask, bearing, config, hello, local_key, payload_of};

const ALL: &str = r#"
    [default]
    accept = ["v4.public", "v4.local"]
    issue = "v4.local"
    issuer = "urn:example"
    audience = ["foo", "bar"]
    leeway = "10s"
    access_ttl = "2m"
    refresh_ttl = "5d"
    custom_ttl = "1h"
    sources = ["json"]
    websocket_sources = ["query"]
    header = { name = "X-Token", scheme = "Token" }
    json = { field = "token", scheme = "Paseto" }
    query = { name = "paseto", scheme = "Word" }
    keys = { active = "env:ACTIVE_KEY", accept = ["file:public.pem"], kid = "required" }
    revocation = { kinds = ["refresh"] }
"#;

fn seconds(seconds: u64) -> Ttl {
    Ttl::For(Duration::from_secs(seconds))
}

/// Access, refresh, custom.
fn asked_for(settings: &Settings) -> [bool; 3] {
    let kinds = settings.revocation.kinds;
    [kinds.access, kinds.refresh, kinds.custom]
}

#[test]
fn default_config() {
    let settings = Settings::read(&Figment::new(), "default").unwrap();
    assert_eq!(settings.sources, [SourceName::Header]);
    assert_eq!(settings.websocket_sources, [SourceName::Header]);
    assert!(settings.keys.active.is_empty() && settings.keys.accept.is_empty());
    assert_eq!(
        (settings.accept.as_slice(), settings.issue),
        (&[Purpose::Local][..], Purpose::Local)
    );
    assert_eq!(settings.leeway.as_duration(), Duration::ZERO);
    assert_eq!(settings.issuer, None);
    assert!(settings.audience.is_empty());
    assert_eq!(settings.revocation.store, StoreChoice::Memory);
    assert_eq!(asked_for(&settings), [true, true, true]);
    assert_eq!(settings.header.name, "Authorization");
    assert_eq!(settings.header.scheme.as_deref(), Some("Bearer"));
    assert_eq!((settings.json.field.as_str(), settings.json.scheme), ("access_token", None));
    assert_eq!((settings.query.name.as_str(), settings.query.scheme), ("token", None));
    assert_eq!(settings.access_ttl, seconds(900));
    assert_eq!(settings.refresh_ttl, seconds(2_592_000));
    assert_eq!(settings.custom_ttl, seconds(2_592_000));
}

#[actix_web::test]
async fn token_expired_false() {
    let key = local_key();
    let immortal = config(&key).set("require_expiry", false);
    let immortal = immortal.set("access_ttl", "never").set("refresh_ttl", "never");
    let issuer = immortal.build().await.unwrap().issuer();
    for token in [issuer.access("test"), issuer.refresh("test")] {
        let payload = payload_of(&key, &token.issue().unwrap());
        assert_eq!(payload["sub"], "test");
        assert!(!payload.contains_key("exp"));
    }
}

#[actix_web::test]
async fn secret_key_not_exist() {
    let errors = Paseto::builder().figment(Figment::new()).build().await.unwrap_err();
    assert!(errors.to_string().starts_with("keys.active: no key for v4.local: set it in"));

    // A key that only opens: what was issued before is still read, nothing new is made.
    let key = local_key();
    let before = config(&key).build().await.unwrap();
    let token = before.issuer().access("test").issue().unwrap();
    let keyless = Paseto::builder().figment(Figment::new()).skip_policy_check();
    let keyless = keyless.set("keys.accept", key.to_paserk().expose()).build().await.unwrap();
    assert_eq!(ask(&keyless, bearing("/required", token)).await, hello("world"));
    let refusal = keyless.issuer().access("test").issue().unwrap_err();
    assert_eq!(refusal.to_string(), "no active v4.local key");
}

#[actix_web::test]
async fn denylist_enabled_without_callback() {
    let key = local_key();
    let paseto = config(&key).build().await.unwrap();
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/required", token)).await, hello("world"));

    // A store that cannot be asked stops the start, not the first request.
    let storeless = config(&key).set("revocation.store", "redis://127.0.0.1:1/");
    let storeless = storeless.set("revocation.kinds", ["access"]);
    assert_eq!(refused_keys(storeless.build().await), ["revocation.store"]);
}

#[actix_web::test]
async fn load_env_from_outside() {
    assert_everything_is_taken(&Settings::read(&from_text(ALL), "default").unwrap());

    assert!(Settings::read(&from_text("'text'"), "default").is_err());
    for table in ["header", "keys", "revocation"] {
        let errors = config(&local_key()).set(table, "text").build().await.unwrap_err();
        assert!(errors.to_string().contains("must be a table"), "{errors}");
    }
    let bad = bad_values();
    assert_eq!(bad.len(), 23);
    for (key, value) in bad {
        let refused = config(&local_key()).set(key, &value).build().await;
        assert_eq!(refused_keys(refused), [key], "{value}");
    }
}

fn from_text(text: &str) -> Figment {
    Figment::from(Toml::string(text).nested())
}

fn refused_keys(built: Result<Paseto, actix_paseto::config::ConfigErrors>) -> Vec<String> {
    built.unwrap_err().iter().map(|error| error.key().to_owned()).collect()
}

fn assert_everything_is_taken(settings: &Settings) {
    assert_eq!(settings.accept, [Purpose::Public, Purpose::Local]);
    assert_eq!(settings.issue, Purpose::Local);
    assert_eq!(settings.issuer.as_deref(), Some("urn:example"));
    assert_eq!(settings.audience, ["foo", "bar"]);
    assert_eq!(settings.leeway.as_duration(), Duration::from_secs(10));
    assert_eq!(settings.access_ttl, seconds(120));
    assert_eq!(settings.refresh_ttl, seconds(432_000));
    assert_eq!(settings.custom_ttl, seconds(3_600));
    assert_eq!(settings.sources, [SourceName::Json]);
    assert_eq!(settings.websocket_sources, [SourceName::Query]);
    assert_eq!(settings.header.name, "X-Token");
    assert_eq!(settings.header.scheme.as_deref(), Some("Token"));
    assert_eq!(settings.json.field, "token");
    assert_eq!(settings.json.scheme.as_deref(), Some("Paseto"));
    assert_eq!(settings.query.name, "paseto");
    assert_eq!(settings.query.scheme.as_deref(), Some("Word"));
    assert_eq!(settings.keys.active[0].expose(), "env:ACTIVE_KEY");
    assert_eq!(settings.keys.accept[0].expose(), "file:public.pem");
    assert_eq!(settings.keys.kid, KidRule::Required);
    assert_eq!(asked_for(settings), [false, true, false]);
}

/// fastapi-paseto's bad values, for the keys that stand in for its own.
fn bad_values() -> Vec<(&'static str, Value)> {
    vec![
        ("sources", json!(1)),
        ("sources", json!({ "header": true })),
        ("websocket_sources", json!(1)),
        ("websocket_sources", json!(["json"])),
        ("keys.active", json!(123)),
        ("keys.accept", json!(123)),
        ("keys.active", json!([123])),
        ("issue", json!(123)),
        ("leeway", json!("test")),
        ("issuer", json!(1)),
        ("issuer", json!(true)),
        ("audience", json!(1)),
        ("revocation.store", json!("test")),
        ("revocation.kinds", json!("string")),
        ("revocation.kinds", json!(["access", "refreshh"])),
        ("header.name", json!(1)),
        ("header.scheme", json!(1)),
        ("query.name", json!(1)),
        ("query.scheme", json!(1)),
        ("access_ttl", json!("lol")),
        ("access_ttl", json!(true)),
        ("refresh_ttl", json!("lol")),
        ("refresh_ttl", json!(true)),
    ]
}
