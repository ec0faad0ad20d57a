//! A refused handshake is a plain HTTP answer here, with the message that fastapi-paseto would put
//! into its close frame.

use actix_paseto::{Paseto, PasetoBuilder};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::socket_routes;
use crate::sockets::Server;
use crate::support::{Answer, config, local_key, refused};
use crate::ui::assert_refused_by_the_compiler;

/// A configured library and its server.
struct Site {
    paseto: Paseto,
    server: Server,
}

impl Site {
    async fn new() -> Self {
        Self::of(config(&local_key())).await
    }

    async fn of(config: PasetoBuilder) -> Self {
        let paseto = config.build().await.unwrap();
        let server = Server::start(&paseto, socket_routes::all);
        Self { paseto, server }
    }

    fn open(&self, path: &str, token: impl AsRef<str>) -> Result<Value, Answer> {
        self.server.open(path, Some(token.as_ref()))
    }

    fn open_bare(&self, path: &str) -> Result<Value, Answer> {
        self.server.open(path, None)
    }

    fn access(&self) -> String {
        self.paseto.issuer().access("test").issue().unwrap().into_string()
    }

    fn refresh(&self) -> String {
        self.paseto.issuer().refresh("test").issue().unwrap().into_string()
    }

    async fn revoke_access(&self) -> String {
        let token = self.paseto.issuer().access("test").issue().unwrap();
        self.paseto.revocations().revoke_jti(token.jti()).await.unwrap();
        token.into_string()
    }
}

fn subject(name: &str) -> Result<Value, Answer> {
    Ok(json!({ "subject": name }))
}

fn nobody() -> Result<Value, Answer> {
    Ok(json!({ "payload": null, "subject": null }))
}

fn closed(status: u16, detail: &str) -> Result<Value, Answer> {
    Err(refused(status, detail))
}

fn missing() -> Result<Value, Answer> {
    closed(401, "PASETO Authorization Token required")
}

#[actix_web::test]
async fn required_valid_header() {
    let site = Site::new().await;
    let said = site.open("/required", site.access()).unwrap();
    assert_eq!(said["subject"], "test");
    assert_eq!(said["payload"]["sub"], "test");
    assert_eq!(said["payload"]["type"], "access");
    assert_eq!(said["payload"]["jti"], said["jti"]);
}

#[actix_web::test]
async fn required_missing_token() {
    assert_eq!(Site::new().await.open_bare("/required"), missing());
}

#[actix_web::test]
async fn optional_without_token() {
    assert_eq!(Site::new().await.open_bare("/optional"), nobody());
}

#[actix_web::test]
async fn optional_does_not_leak() {
    let site = Site::new().await;
    assert_eq!(site.open("/required", site.access()).unwrap()["subject"], "test");
    assert_eq!(site.open_bare("/optional"), nobody());
}

#[actix_web::test]
async fn optional_invalid_does_not_leak() {
    let site = Site::new().await;
    assert_eq!(site.open("/required", site.access()).unwrap()["subject"], "test");
    assert_eq!(site.open("/optional", "invalid"), nobody());
}

#[actix_web::test]
async fn refresh_required() {
    let site = Site::new().await;
    let refusal = closed(422, "Refresh token required but access provided");
    assert_eq!(site.open("/refresh", site.access()), refusal);
    assert_eq!(site.open("/refresh", site.refresh()), subject("test"));
}

#[actix_web::test]
async fn fresh_required() {
    let site = Site::new().await;
    let fresh = site.paseto.issuer().access("test").fresh().issue().unwrap();
    let refusal = closed(401, "PASETO access token is not fresh");
    assert_eq!(site.open("/fresh", site.access()), refusal);
    assert_eq!(site.open("/fresh", fresh), subject("test"));
}

#[actix_web::test]
async fn custom_type() {
    let site = Site::new().await;
    let other = site.paseto.issuer().custom("other", "test").issue().unwrap();
    let refusal = closed(422, "other token required but access provided");
    assert_eq!(site.open("/other", site.access()), refusal);
    assert_eq!(site.open("/other", other), subject("test"));
}

#[actix_web::test]
async fn base64_transport() {
    let site = Site::new().await;
    let token = site.access();
    assert_eq!(site.open("/base64", STANDARD.encode(&token)), subject("test"));
    assert_eq!(site.open("/base64", &token), closed(422, "Invalid base64 encoding"));
}

#[actix_web::test]
async fn footer_round_trip() {
    let site = Site::of(config(&local_key()).set("keys.kid", "ignored")).await;
    let footer = json!({ "kid": "k4.lid.example" });
    let token = site.paseto.issuer().access("footer-user").footer(&footer).unwrap();
    let said = site.open("/footer", token.issue().unwrap());
    assert_eq!(said, Ok(json!({ "footer": footer, "subject": "footer-user" })));
}

#[actix_web::test]
async fn implicit_assertion() {
    let site = Site::new().await;
    let token = site.paseto.issuer().access("asserted-user").assertion("channel-binding");
    let token = token.issue().unwrap();
    assert_eq!(site.open("/assertion", &token), subject("asserted-user"));
    assert_eq!(site.open("/required", &token), closed(422, "Failed to decrypt."));
}

#[actix_web::test]
async fn query_transport() {
    let key = local_key();
    let site = Site::of(config(&key)).await;
    let token = |name| site.paseto.issuer().access(name).issue().unwrap().into_string();
    let by_query = format!("/footer?token={}", token("query-user"));
    assert_eq!(site.open_bare(&by_query), missing());

    let open = Site::of(config(&key).set("websocket_sources", ["query"])).await;
    assert_eq!(open.open_bare(&by_query).unwrap()["subject"], "query-user");

    let overridden = format!("/query?paseto=Bearer%20{}", token("override-user"));
    assert_eq!(site.open_bare(&overridden), subject("override-user"));
}

#[actix_web::test]
async fn token_override() {
    assert_eq!(Site::new().await.open_bare("/override"), subject("override-user"));
}

#[test]
fn json_location_not_supported() {
    let words = "a WebSocket handshake has no body";
    assert_refused_by_the_compiler("from/json_on_websocket", words);
}

#[actix_web::test]
async fn issuer_and_audience() {
    let config = config(&local_key()).set("issuer", "urn:example").set("audience", "foo");
    let site = Site::of(config).await;
    assert_eq!(site.open("/required", site.access()).unwrap()["subject"], "test");

    let bars = site.paseto.issuer().access("test").audience("bar").issue().unwrap();
    assert_eq!(site.open("/required", bars), closed(422, "aud verification failed."));
}

#[actix_web::test]
async fn denylisted_token() {
    let site = Site::new().await;
    let token = site.paseto.issuer().access("test").issue().unwrap();
    assert_eq!(site.open("/required", &token).unwrap()["subject"], "test");
    site.paseto.revocations().revoke_jti(token.jti()).await.unwrap();
    assert_eq!(site.open("/required", &token), closed(401, "Token has been revoked"));
}

#[actix_web::test]
async fn denylist_refresh_only_skips_access() {
    let site = Site::of(config(&local_key()).set("revocation.kinds", ["refresh"])).await;
    let token = site.revoke_access().await;
    assert_eq!(site.open("/required", token).unwrap()["subject"], "test");
}

#[actix_web::test]
async fn denylist_refresh_only_applies_to_refresh() {
    let site = Site::of(config(&local_key()).set("revocation.kinds", ["refresh"])).await;
    let token = site.paseto.issuer().refresh("test").issue().unwrap();
    site.paseto.revocations().revoke_jti(token.jti()).await.unwrap();
    assert_eq!(site.open("/refresh", token), closed(401, "Token has been revoked"));
}
