//! What is read: fields, versions, and what has been deleted.

use actix_paseto::secrets::{DeleteMode, SecretError, SecretSource as _, SetOptions};
use serde_json::json;

use super::bao::{Bao, ROOT};
use super::{bytes, connect, path, refused, text};

fn is_absent(error: &SecretError) -> bool {
    matches!(error, SecretError::NotFound { backend: "vault", .. })
}

#[actix_web::test]
async fn a_field_is_text_and_a_path_alone_is_the_value_or_all_of_them() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(ROOT)).await;
    let data = json!({"a": "CANARY é", "n": 7, "t": {"x": true}, "empty": " ", "null": null,
        "half": 0.5, "yes": true});
    bao.api("POST", "secret/data/apps/many", json!({ "data": data }));
    let read = async |place: &str| source.get(&path(place)).await;
    assert_eq!(text(&read("apps/many#a").await.unwrap()), "CANARY é");
    assert_eq!(text(&read("apps/many#n").await.unwrap()), "7");
    for odd in ["apps/many#t", "apps/many#null", "apps/many#half"] {
        assert!(matches!(refused(read(odd).await), SecretError::Malformed { .. }), "{odd}");
    }
    assert_eq!(text(&read("apps/many#yes").await.unwrap()), "true");
    let all = read("apps/many").await.unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(all.bytes.expose()).unwrap(), data);
    for absent in ["apps/many#none", "apps/many#empty", "apps/none"] {
        assert!(is_absent(&refused(read(absent).await)), "{absent}");
    }
    for (place, value) in [("apps/many#t", "x"), ("apps/many#a", " \n"), ("apps/new", "")] {
        let set = source.set(&path(place), &bytes(value), SetOptions::Always).await;
        assert!(matches!(refused(set), SecretError::Malformed { .. }), "{place}");
    }
    let delete = source.delete(&path("apps/many#t"), DeleteMode::Recoverable).await;
    assert!(matches!(refused(delete), SecretError::Malformed { .. }));
    let set = source.set(&path("apps/many#empty"), &bytes("x"), SetOptions::IfAbsent).await;
    set.unwrap();
    source.set(&path("apps/many#null"), &bytes("x"), SetOptions::Always).await.unwrap();
    bao.api("POST", "secret/data/apps/one", json!({"data": {"value": "v", "a": "b"}}));
    assert_eq!(text(&read("apps/one").await.unwrap()), "v");
    bao.api("POST", "secret/data/apps/empty", json!({"data": {}}));
    assert!(is_absent(&refused(read("apps/empty").await)));
}

#[actix_web::test]
async fn every_version_is_read_until_it_is_deleted() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(ROOT)).await;
    let place = path("apps/api#key");
    for number in 1..=4 {
        let value = bytes(&format!("CANARY-{number}"));
        let version = source.set(&place, &value, SetOptions::Always).await.unwrap().unwrap();
        assert_eq!(version.as_str(), number.to_string());
    }
    let read = async |version: &str| source.get(&place.clone().version(version)).await;
    for number in ["1", "2", "3", "4"] {
        let secret = read(number).await.unwrap();
        assert_eq!(text(&secret), format!("CANARY-{number}"));
        assert_eq!(secret.version.unwrap().as_str(), number);
    }
    assert_eq!(source.get(&place).await.unwrap().version.unwrap().as_str(), "4");
    assert!(is_absent(&refused(read("5").await)));
    for bad in ["0", "-1", "+1", "x", "1&list=true", ""] {
        assert!(matches!(refused(read(bad).await), SecretError::Malformed { .. }), "{bad}");
    }
    bao.api("POST", "secret/delete/apps/api", json!({"versions": [2]}));
    bao.api("POST", "secret/destroy/apps/api", json!({"versions": [3]}));
    assert!(is_absent(&refused(read("2").await)));
    assert!(is_absent(&refused(read("3").await)));
    assert_eq!(text(&read("1").await.unwrap()), "CANARY-1");
    bao.api("POST", "secret/undelete/apps/api", json!({"versions": [2]}));
    assert_eq!(text(&read("2").await.unwrap()), "CANARY-2");
}

#[actix_web::test]
async fn a_soft_deletion_can_be_undone_and_destruction_cannot() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    let place = path("apps/api");
    for mode in [DeleteMode::Recoverable, DeleteMode::Destroy] {
        assert!(is_absent(&refused(source.delete(&place, mode).await)));
    }
    source.set(&place, &bytes("CANARY"), SetOptions::Always).await.unwrap();
    source.delete(&place, DeleteMode::Recoverable).await.unwrap();
    assert!(is_absent(&refused(source.get(&place).await)));
    assert!(!source.exists(&place).await.unwrap());
    assert!(is_absent(&refused(source.delete(&place, DeleteMode::Recoverable).await)));
    bao.api("POST", "secret/undelete/apps/api", json!({"versions": [1]}));
    assert_eq!(text(&source.get(&place).await.unwrap()), "CANARY");
    // What is deleted softly counts as absent for a new writer.
    source.delete(&place, DeleteMode::Recoverable).await.unwrap();
    let version = source.set(&place, &bytes("CANARY-2"), SetOptions::IfAbsent).await.unwrap();
    assert_eq!(version.unwrap().as_str(), "2");
    source.delete(&place, DeleteMode::Destroy).await.unwrap();
    assert!(is_absent(&refused(source.get(&place.clone().version("1")).await)));
    assert_eq!(bao.api("GET", "secret/metadata/apps/api", json!(null)).0, 404);
}

#[actix_web::test]
async fn deleting_a_field_leaves_the_others() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    for field in ["apps/api#a", "apps/api#b"] {
        source.set(&path(field), &bytes("CANARY"), SetOptions::Always).await.unwrap();
    }
    source.delete(&path("apps/api#a"), DeleteMode::Recoverable).await.unwrap();
    assert!(!source.exists(&path("apps/api#a")).await.unwrap());
    assert!(source.exists(&path("apps/api#b")).await.unwrap());
    let again = source.delete(&path("apps/api#a"), DeleteMode::Recoverable).await;
    assert!(is_absent(&refused(again)));
    let forever = refused(source.delete(&path("apps/api#b"), DeleteMode::Destroy).await);
    assert!(matches!(forever, SecretError::Unsupported { .. }));
    let old = path("apps/api").version("1");
    let single = refused(source.delete(&old, DeleteMode::Recoverable).await);
    assert!(matches!(single, SecretError::Unsupported { .. }));
}
