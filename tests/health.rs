//! How it is, for readiness routes: what is ready, what is not, and what is told of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_paseto::revocation::{OlderTokens, StoreError};
use actix_paseto::{Health, ResumeError};
use actix_web::{App, get, test, web};
use serde_json::json;
use support::{Script, Scripted, builder, call, from_toml, local, paseto};

#[get("/own")]
async fn own(paseto: Paseto) -> Health {
    paseto.health().await
}

macro_rules! serve {
    ($paseto:expr) => {{
        let app = App::new().configure($paseto.install()).service(own);
        test::init_service(app.route("/readyz", $paseto.health_endpoint())).await
    }};
}

#[actix_web::test]
async fn all_is_well() {
    let paseto = paseto("").await;
    let health = paseto.health().await;
    assert!(health.is_ready(), "{health:?}");
    let app = serve!(paseto);
    for uri in ["/readyz", "/own"] {
        let reply = call(&app, support::get(uri)).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.header("retry-after"), None);
        let json = reply.json();
        let keys = json!({ "generation": 1, "is_stale": false, "is_doubtful": false });
        assert_eq!(json["ready"], true);
        assert_eq!(json["profiles"][0]["profile"], "default");
        assert_eq!(json["profiles"][0]["ready"], true);
        assert_eq!(json["profiles"][0]["keys"], keys);
    }
}

#[actix_web::test]
async fn what_the_store_tells_is_told() {
    let paseto = builder(local("").store(Scripted::at_once(Script::Live))).await;
    let told = serde_json::to_value(paseto.health().await).unwrap();
    assert_eq!(told["profiles"][0]["store"], json!({ "entries": 3, "staleness": 40 }));
}

#[actix_web::test]
async fn a_store_that_cannot_be_relied_on_makes_it_unready_and_no_longer_than_its_timeout() {
    for (script, error) in [
        (Script::Fails, "revocation store is unreachable"),
        (Script::Lost, "revocation store has lost data"),
        (Script::Stale, "copy of the revocation store is too old"),
        (Script::NeverAnswers, "revocation store did not answer in time"),
    ] {
        let store = Scripted::at_once(script);
        let paseto = builder(local("revocation.timeout = \"50ms\"").store(store)).await;
        let begun = Instant::now();
        let reply = call(&serve!(paseto), support::get("/readyz")).await;
        assert!(begun.elapsed() < Duration::from_secs(2));
        assert_eq!(reply.status, 503, "{script:?}");
        assert_eq!(reply.header("retry-after"), Some("1"));
        let json = reply.json();
        assert_eq!((&json["ready"], &json["profiles"][0]["ready"]), (&json!(false), &json!(false)));
        // One clause: what the server said stays in the log.
        assert_eq!(json["profiles"][0]["store"], json!({ "error": error }));
        assert!(!reply.text().contains("no route"));
    }
}

#[actix_web::test]
async fn profiles_that_share_a_store_ask_it_once_and_one_that_fails_is_enough() {
    let two = LocalKey::generate().unwrap().to_paserk();
    let (two, one) = (two.expose(), support::local_key().to_paserk());
    let lines = format!(
        "[default]\nkeys.active = \"{}\"\n[staff]\nrealm = \"staff\"\n\
         [robots]\nkeys.active = \"{two}\"",
        one.expose()
    );
    let (shared, lost) = (Scripted::at_once(Script::Live), Scripted::at_once(Script::Lost));
    let given = from_toml(&lines).store(shared.clone()).store_for("robots", lost.clone());
    let paseto = builder(given).await;
    let health = paseto.health().await;
    assert_eq!((shared.asked(), lost.asked()), (1, 1));
    let ready = health.profiles.iter().map(|of| (of.profile.to_lowercase(), of.is_ready()));
    let mut ready: Vec<_> = ready.collect();
    assert_eq!(ready.remove(0), ("default".to_owned(), true));
    ready.sort();
    assert_eq!(ready, [("robots".to_owned(), false), ("staff".to_owned(), true)]);
    assert!(!health.is_ready());
}

#[actix_web::test]
async fn keys_that_are_too_old_make_it_unready_and_their_trouble_stays_out_of_the_json() {
    let folder = std::env::temp_dir().join(format!("paseto-health-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("canary-of-the-path");
    std::fs::write(&file, LocalKey::generate().unwrap().to_paserk().expose()).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let keys = format!(
        "[default]\nkeys.active = \"file:{}\"\nkeys.refresh = \"1s\"\nkeys.max_stale = \"2s\"\n\
         keys.timeout = \"200ms\"\nkeys.pending = \"3s\"",
        file.display()
    );
    let paseto = builder(from_toml(&keys)).await;
    assert!(paseto.health().await.is_ready());
    std::fs::remove_file(&file).unwrap();
    let begun = Instant::now();
    let unready = loop {
        let health = paseto.health().await;
        if !health.is_ready() {
            break health;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{health:?}");
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    };
    std::fs::remove_dir_all(&folder).unwrap();
    let profile = &unready.profiles[0];
    assert!(profile.store.is_ok() && profile.keys.is_stale, "{profile:?}");
    assert!(profile.keys.trouble.is_some());
    assert!(!serde_json::to_string(&unready).unwrap().contains("canary"));
}

#[actix_web::test]
async fn nothing_of_the_configuration_is_in_it() {
    let paseto = paseto("realm = \"canary\"\nissuer = \"canary\"").await;
    let key = support::local_key().to_paserk();
    let health = paseto.health().await;
    for text in [format!("{health:?}"), serde_json::to_string(&health).unwrap()] {
        assert!(!text.contains("canary") && !text.contains(key.expose()), "{text}");
    }
}

#[actix_web::test]
async fn an_operator_resumes_a_store_by_its_profile() {
    let store = Scripted::at_once(Script::Lost);
    let paseto = builder(local("").store(store)).await;
    paseto.resume(OlderTokens::Void).await.unwrap();
    paseto.resume_for("DEFAULT", OlderTokens::DangerouslyKeep).await.unwrap();
    let refused = paseto.resume_for("stuff", OlderTokens::Void).await;
    assert!(matches!(refused, Err(ResumeError::NoProfile)));
    let paseto = support::paseto("").await;
    let refused = paseto.resume(OlderTokens::Void).await;
    assert!(matches!(refused, Err(ResumeError::Store(StoreError::Unsupported))));
}

/// A route that the application guards itself.
#[actix_web::test]
async fn the_endpoint_can_be_mounted_in_a_scope() {
    let paseto = paseto("").await;
    let scope = web::scope("/internal").route("/readyz", paseto.health_endpoint());
    let app = test::init_service(App::new().service(scope)).await;
    assert_eq!(call(&app, support::get("/internal/readyz")).await.status, 200);
}

/// Anybody may call it: that must not be a way to keep the store busy.
#[actix_web::test]
async fn the_endpoint_asks_the_stores_once_for_all_who_call_at_about_the_same_time() {
    let store = Scripted::at_once(Script::Live);
    let paseto = builder(local("").store(store.clone())).await;
    let app = serve!(paseto);
    for _ in 0..20 {
        assert_eq!(call(&app, support::get("/readyz")).await.status, 200);
    }
    assert!(store.asked() < 10, "{}", store.asked());
    let before = store.asked();
    actix_web::rt::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(call(&app, support::get("/readyz")).await.status, 200);
    assert_eq!(store.asked(), before + 1);
}
