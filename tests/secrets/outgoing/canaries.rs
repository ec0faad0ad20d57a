//! No output shows a secret.

use std::error::Error;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use actix_paseto::outgoing::{
    Bearer, OutgoingToken, PasetoProvider, RotatingToken, StaticTokenProvider, TokenError,
    TokenProvider, TokenRequest,
};
use actix_paseto::secret::SecretText;
use actix_paseto::secrets::Outage;
use actix_paseto::time::Timestamp;
use serde_json::json;

use super::setup::{key, paseto};

const CANARY: &str = "CANARY-0123456789-0123456789-0123456789";

fn silent(shown: &dyn Debug) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        assert!(!text.is_empty() && !text.contains("CANARY"), "{text}");
        assert!(!text.contains("k4.local") && !text.contains("v4.local."), "{text}");
        assert!(!text.contains("67, 65, 78"), "as bytes: {text}");
    }
}

fn silent_error(error: &(dyn Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        silent(&error);
        assert!(!error.to_string().contains("CANARY"), "{error}");
        next = error.source();
    }
}

fn secret() -> SecretText {
    SecretText::from(CANARY.to_owned())
}

#[actix_web::test]
async fn no_type_of_the_default_build_shows_a_secret() {
    let token = OutgoingToken::new(secret()).with_expiry(Timestamp::MAX);
    let request = TokenRequest::default().claim("CANARY", CANARY);
    let fixed = Arc::new(StaticTokenProvider::new(secret()));
    let bearer = Bearer::new(fixed.clone(), ["https://stock.example"]).unwrap();
    let own = PasetoProvider::new(paseto(&key()).await.issuer(), CANARY);
    let own = own.claims(&json!({ "CANARY": CANARY })).unwrap();
    own.token(&TokenRequest::default()).await.unwrap();
    silent(&token);
    silent(&request);
    silent(&fixed);
    silent(&bearer);
    silent(&own);
    let rotation = RotatingToken::of(fixed).request(request);
    silent(&rotation);
    let rotating = rotation.interval(Duration::from_secs(60)).start().await.unwrap();
    silent(&rotating);
    silent(&rotating.current());
    rotating.stop().await;
    silent(&rotating);
}

#[actix_web::test]
async fn no_error_shows_a_secret() {
    let own = PasetoProvider::new(paseto(&key()).await.issuer(), "orders");
    let reserved = TokenRequest::default().claim("exp", CANARY);
    let not_made = own.token(&reserved).await.unwrap_err();
    let long = TokenRequest::default().claim("x", CANARY.repeat(1_000));
    let too_long = own.token(&long).await.unwrap_err();
    let provider = "oauth2";
    for error in [
        not_made,
        too_long,
        own.claims(&CANARY).unwrap_err(),
        Bearer::new(Arc::new(StaticTokenProvider::new(secret())), [CANARY]).unwrap_err(),
        TokenError::Config { provider, what: "x" },
        TokenError::Expired { at: Timestamp::MIN },
        TokenError::Rejected { provider, code: None },
        TokenError::Unavailable { provider, cause: Outage::TimedOut },
        TokenError::Malformed { provider, what: "x" },
        TokenError::Unsupported { provider, operation: "x" },
        TokenError::Stopped,
        TokenError::Panicked,
        TokenError::Own("x"),
    ] {
        silent_error(&error);
    }
}

#[cfg(feature = "jwt")]
#[actix_web::test]
async fn nothing_of_the_jwt_provider_shows_a_secret() {
    use actix_paseto::outgoing::{JwtError, JwtProvider};
    use actix_paseto::secret::SecretBytes;

    let provider = JwtProvider::hs256(&SecretBytes::from(CANARY.as_bytes().to_vec())).unwrap();
    let request = TokenRequest::default().claim("CANARY", CANARY);
    let token = provider.token(&request).await.unwrap();
    silent(&provider);
    silent(&provider.verify(token.expose()));
    silent(&JwtProvider::decode_unverified(token.expose()));
    let short = SecretBytes::from(b"CANARY".to_vec());
    silent_error(&JwtProvider::hs256(&short).unwrap_err());
    silent_error(&JwtProvider::ed25519(&secret()).unwrap_err());
    silent_error(&provider.verify(CANARY).unwrap_err());
    silent_error(&provider.verify(&format!("{}A", token.expose())).unwrap_err());
    silent_error(&provider.verify(token.expose()).unwrap().into_type::<u8>().unwrap_err());
    for error in [JwtError::Malformed, JwtError::Algorithm, JwtError::Claim("exp")] {
        silent_error(&error);
    }
}

#[cfg(feature = "oauth2")]
#[test]
fn nothing_of_the_oauth2_provider_shows_a_secret() {
    use actix_paseto::outgoing::OAuth2Provider;

    let new = |url: &str| OAuth2Provider::new("svc", secret(), url);
    silent(&new("https://id.example/token").unwrap());
    silent_error(&new("http://CANARY.example/token").unwrap_err());
}

#[cfg(feature = "reqwest")]
#[actix_web::test]
async fn nothing_of_the_reqwest_middleware_shows_a_secret() {
    use actix_paseto::outgoing::ReqwestBearer;

    let unwritable = SecretText::from(format!("{CANARY}\r\n"));
    let provider: Arc<dyn TokenProvider> = Arc::new(StaticTokenProvider::new(unwritable));
    let bearer = Bearer::new(provider, ["http://127.0.0.1:9"]).unwrap();
    silent(&ReqwestBearer::new(bearer.clone()).unwrap());
    let client = ReqwestBearer::client(bearer, reqwest::Client::builder()).unwrap().build();
    silent_error(&client.get("http://127.0.0.1:9/").send().await.unwrap_err());
}

#[cfg(feature = "awc")]
#[actix_web::test]
async fn nothing_of_the_awc_middleware_shows_a_secret() {
    use actix_paseto::outgoing::AwcBearer;

    let unwritable = SecretText::from(format!("{CANARY}\r\n"));
    let provider: Arc<dyn TokenProvider> = Arc::new(StaticTokenProvider::new(unwritable));
    let bearer = Bearer::new(provider, ["http://127.0.0.1:9"]).unwrap();
    silent(&AwcBearer::new(bearer.clone()));
    let client = awc::Client::builder().wrap(AwcBearer::new(bearer)).finish();
    silent_error(&client.get("http://127.0.0.1:9/").send().await.unwrap_err());
}
