//! Many writers at once.

use actix_paseto::secrets::{SecretError, SecretSource as _, SetOptions, Version};
use futures_util::future::join_all;
use serde_json::json;

use super::bao::{Bao, ROOT};
use super::{bytes, connect, path, refused, text};

const WRITERS: usize = 20;

#[actix_web::test]
async fn of_many_that_expect_the_same_one_writes() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(ROOT)).await;
    let place = path("apps/api#key");
    for options in [SetOptions::IfAbsent, SetOptions::IfVersion(Version::from("1".to_owned()))] {
        let values: Vec<_> =
            (0..WRITERS).map(|writer| bytes(&format!("CANARY-{writer}"))).collect();
        let writes = values.iter().map(|value| source.set(&place, value, options.clone()));
        let (done, lost): (Vec<_>, Vec<_>) =
            join_all(writes).await.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), lost.len()), (1, WRITERS - 1));
        for result in lost {
            assert!(matches!(refused(result), SecretError::Conflict { backend: "vault", .. }));
        }
    }
    assert_eq!(source.get(&place).await.unwrap().version.unwrap().as_str(), "2");
}

#[actix_web::test]
async fn of_many_that_write_a_field_each_none_is_lost() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(ROOT)).await;
    bao.api("POST", "secret/data/apps/api", json!({"data": {"old": {"deep": [1, null, "é"]}}}));
    let writes = (0..WRITERS).map(async |writer| {
        let (place, value) = (path(&format!("apps/api#f{writer}")), bytes(&format!("v{writer}")));
        source.set(&place, &value, SetOptions::Always).await
    });
    let all = join_all(writes).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    for writer in 0..WRITERS {
        let secret = source.get(&path(&format!("apps/api#f{writer}"))).await.unwrap();
        assert_eq!(text(&secret), format!("v{writer}"));
    }
    let all = source.get(&path("apps/api")).await.unwrap();
    assert!(text(&all).contains(r#""old":{"deep":[1,null,"é"]}"#));
}

#[actix_web::test]
async fn a_condition_is_of_the_field_and_the_version() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    let (first, second) = (path("apps/api#a"), path("apps/api#b"));
    let value = bytes("CANARY");
    source.set(&first, &value, SetOptions::IfAbsent).await.unwrap();
    source.set(&second, &value, SetOptions::IfAbsent).await.unwrap();
    for place in [&first, &second, &path("apps/api")] {
        let error = refused(source.set(place, &value, SetOptions::IfAbsent).await);
        assert!(matches!(error, SecretError::Conflict { .. }));
    }
    for old in ["0", "1", "3", "x"] {
        let old = SetOptions::IfVersion(Version::from(old.to_owned()));
        let error = refused(source.set(&first, &value, old).await);
        assert!(matches!(error, SecretError::Conflict { .. }));
    }
    let new = SetOptions::IfVersion(Version::from("2".to_owned()));
    assert_eq!(source.set(&first, &value, new).await.unwrap().unwrap().as_str(), "3");
}

#[actix_web::test]
async fn what_cannot_be_kept_is_not_sent() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    let place = path("apps/api");
    let not_text = vec![0xff, 0xfe].into();
    let error = refused(source.set(&place, &not_text, SetOptions::Always).await);
    assert!(matches!(error, SecretError::Unsupported { .. }));
    let long = vec![b'x'; 1024 * 1024 + 1].into();
    let error = refused(source.set(&place, &long, SetOptions::Always).await);
    assert!(matches!(error, SecretError::TooLong { .. }));
    let old = place.clone().version("1");
    let error = refused(source.set(&old, &bytes("CANARY"), SetOptions::Always).await);
    assert!(matches!(error, SecretError::Unsupported { .. }));
}
