//! Deleting for a while, and for good.

use actix_paseto::secrets::{DeleteMode, SecretError, SecretSource as _, SetOptions};

use super::moto::Moto;
use super::{bytes, is_absent, path, read, text, write};

#[actix_web::test]
async fn a_secret_that_awaits_its_deletion_is_absent_and_comes_back() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/key", "first").await;
    source.delete(&path("apps/key"), DeleteMode::Recoverable).await.unwrap();
    let days = moto.boto3(
        "import datetime\n\
         at = sm.describe_secret(SecretId='apps/key')['DeletedDate']\n\
         print(round((at - datetime.datetime.now(at.tzinfo)).total_seconds() / 86400))",
    );
    assert_eq!(days, "30");
    assert!(is_absent(&read(&source, "apps/key").await));
    assert!(!source.exists(&path("apps/key")).await.unwrap());
    assert!(source.list("apps/").await.unwrap().is_empty());
    assert!(is_absent(&source.delete(&path("apps/key"), DeleteMode::Recoverable).await));
    // moto, unlike AWS, writes new versions of it.
    let set = source.set(&path("apps/key"), &bytes("x"), SetOptions::IfAbsent).await;
    assert!(set.is_err());
    moto.boto3("sm.restore_secret(SecretId='apps/key')");
    assert_eq!(text(&source, "apps/key").await, "first");
}

#[actix_web::test]
async fn a_destroyed_secret_is_gone_with_every_version() {
    let moto = Moto::start();
    let source = moto.source().await;
    for name in ["apps/a", "apps/b"] {
        write(&source, name, "first").await;
        write(&source, name, "second").await;
    }
    source.delete(&path("apps/a"), DeleteMode::Destroy).await.unwrap();
    source.delete(&path("apps/b"), DeleteMode::Recoverable).await.unwrap();
    source.delete(&path("apps/b"), DeleteMode::Destroy).await.unwrap();
    let left = moto.boto3("print(sm.list_secrets(IncludePlannedDeletion=True)['SecretList'])");
    assert_eq!(left, "[]");
    for mode in [DeleteMode::Recoverable, DeleteMode::Destroy] {
        assert!(is_absent(&source.delete(&path("apps/a"), mode).await), "{mode:?}");
    }
    write(&source, "apps/a", "third").await;
    assert!(is_absent(&source.get(&path("apps/a").version("AWSPREVIOUS")).await));
}

#[actix_web::test]
async fn a_field_goes_alone() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/api", r#"{"a":"1","b":"2"}"#).await;
    source.delete(&path("apps/api#a"), DeleteMode::Recoverable).await.unwrap();
    assert_eq!(text(&source, "apps/api").await, r#"{"b":"2"}"#);
    assert!(is_absent(&source.delete(&path("apps/api#a"), DeleteMode::Recoverable).await));
    let error = source.delete(&path("apps/api#b"), DeleteMode::Destroy).await.unwrap_err();
    assert!(matches!(error, SecretError::Unsupported { .. }));
    let previous = path("apps/api#a").version("AWSPREVIOUS");
    assert_eq!(source.get(&previous).await.unwrap().bytes.expose(), b"1");
}
