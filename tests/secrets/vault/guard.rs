//! Where a token and a path may go.

use actix_paseto::secrets::{SecretError, SecretSource as _, SetOptions, VaultSource};
use serde_json::json;

use super::bao::{Bao, ROOT};
use super::{bytes, connect, path, refused, text};
use crate::proxy::{Proxy, Wire};

#[actix_web::test]
async fn a_redirect_carries_the_token_nowhere() {
    let bao = Bao::start();
    let (proxy, elsewhere) = (Proxy::before(bao.port), Proxy::before(bao.port));
    let mut settings = bao.settings_with(ROOT);
    settings.address = Some(format!("http://127.0.0.1:{}", proxy.port));
    let source = connect(&settings).await;
    for status in ["301 M", "302 F", "303 S", "307 T", "308 P"] {
        let to = format!("http://127.0.0.1:{}/v1/secret/data/apps/api", elsewhere.port);
        let answer = format!("HTTP/1.1 {status}\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
        proxy.set(Wire::Answers(answer.into_bytes()));
        for error in [
            refused(source.get(&path("apps/api")).await),
            refused(source.set(&path("apps/api"), &bytes("CANARY"), SetOptions::Always).await),
            refused(VaultSource::connect(&settings).await),
        ] {
            assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

/// With a token that may do everything, so that only the path stands in the way.
#[actix_web::test]
async fn no_path_leads_out_of_the_mount() {
    let bao = Bao::start();
    bao.api("POST", "sys/mounts/other", json!({"type": "kv-v2"}));
    let source = connect(&bao.settings_with(ROOT)).await;
    for hostile in [
        "../../other/data/x",
        "apps/../../../sys/health",
        "apps/..",
        "./apps",
        "..",
        "/apps",
        "apps/",
        "apps//api",
        "\\..\\sys",
    ] {
        let place = path(hostile);
        let is_refused = |error: &SecretError| matches!(error, SecretError::Malformed { .. });
        assert!(is_refused(&refused(source.get(&place).await)), "{hostile}");
        let set = source.set(&place, &bytes("CANARY"), SetOptions::Always).await;
        assert!(is_refused(&refused(set)), "{hostile}");
    }
    for hostile in ["../", "../../other/", "apps//", "/"] {
        refused(source.list(hostile).await);
    }
}

/// Signs with a meaning in addresses are part of the name, and nothing else is touched.
#[actix_web::test]
async fn signs_mean_themselves() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(ROOT)).await;
    let names = [
        "apps/%2e%2e/%2e%2e/sys",
        "apps/a?version=1",
        "apps/a#b#value",
        "apps/a%2Fb",
        "apps/%23",
        "apps/a&b=c",
        "apps/a;b",
        "apps/a+b",
        "apps/é ü",
        "apps/a:b@c",
        "apps/~'()*!$,",
    ];
    for name in names {
        let value = format!("CANARY {name}");
        let set = source.set(&path(name), &bytes(&value), SetOptions::IfAbsent).await;
        set.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(text(&source.get(&path(name)).await.unwrap()), value);
    }
    let mut wanted = names.map(|name| name.trim_end_matches("#value").to_owned());
    wanted.sort_unstable();
    assert_eq!(source.list("").await.unwrap(), wanted);
}

#[actix_web::test]
async fn a_mount_that_is_not_there_is_said() {
    let bao = Bao::start();
    let mut settings = bao.settings_with(ROOT);
    settings.mount = "team/kv".to_owned();
    let source = connect(&settings).await;
    let error = refused(source.get(&path("apps/api")).await);
    assert!(matches!(error, SecretError::Config { backend: "vault", .. }), "{error}");
    bao.api("POST", "sys/mounts/team/kv", json!({"type": "kv-v2"}));
    for _ in 0..100 {
        if source.set(&path("apps/api"), &bytes("v"), SetOptions::Always).await.is_ok() {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(text(&source.get(&path("apps/api")).await.unwrap()), "v");
}

#[actix_web::test]
async fn a_namespace_is_asked_by_its_name() {
    let bao = Bao::start();
    bao.api("POST", "sys/namespaces/team", json!({}));
    bao.api("POST", "team/sys/mounts/secret", json!({"type": "kv-v2"}));
    let mut settings = bao.settings_with(ROOT);
    settings.namespace = Some("team".to_owned());
    let source = connect(&settings).await;
    let mut version = None;
    for _ in 0..100 {
        version = source.set(&path("apps/api"), &bytes("v"), SetOptions::Always).await.ok();
        if version.is_some() {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(version.is_some());
    assert_eq!(bao.api("GET", "team/secret/data/apps/api", json!(null)).0, 200);
    assert_eq!(bao.api("GET", "secret/data/apps/api", json!(null)).0, 404);
}
