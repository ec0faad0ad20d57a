//! Text, binary, fields, versions, and names over several pages.

use actix_paseto::secrets::{SecretError, SecretSource as _};

use super::moto::Moto;
use super::{is_absent, path, read, text, write};

#[actix_web::test]
async fn text_and_binary_come_as_they_are_kept() {
    let moto = Moto::start();
    let source = moto.source().await;
    moto.boto3(
        "sm.create_secret(Name='apps/text', SecretString='k4.é')\n\
         sm.create_secret(Name='apps/binary', SecretBinary=bytes([0, 1, 255]))\n\
         sm.create_secret(Name='apps/base64', SecretBinary=b'aGk=')",
    );
    assert_eq!(text(&source, "apps/text").await, "k4.é");
    assert_eq!(read(&source, "apps/binary").await.unwrap().bytes.expose(), [0, 1, 255]);
    assert_eq!(text(&source, "apps/base64").await, "aGk=");
    assert!(source.exists(&path("apps/text")).await.unwrap());
    assert!(!source.exists(&path("apps/absent")).await.unwrap());
    assert!(is_absent(&read(&source, "apps/absent").await));
}

#[actix_web::test]
async fn a_field_is_a_member_of_a_json_object() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/api", r#"{"key":"k4.local","port":5432,"none":null,"in":{"a":[1]}}"#)
        .await;
    write(&source, "apps/plain", "k4.local").await;
    assert_eq!(text(&source, "apps/api#key").await, "k4.local");
    assert_eq!(text(&source, "apps/api#port").await, "5432");
    write(&source, "apps/odd", r#"{"half":0.5,"yes":true,"empty":" "}"#).await;
    assert_eq!(text(&source, "apps/odd#yes").await, "true");
    for odd in ["apps/api#in", "apps/api#none", "apps/odd#half"] {
        let error = read(&source, odd).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { backend: "aws", .. }), "{odd}");
    }
    moto.boto3("sm.create_secret(Name='apps/blank', SecretString=' ')");
    for absent in ["apps/api#other", "apps/odd#empty", "apps/nowhere#key", "apps/blank"] {
        assert!(is_absent(&read(&source, absent).await), "{absent}");
    }
    let error = read(&source, "apps/plain#key").await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { backend: "aws", .. }));
    assert_eq!(error.to_string().matches("k4").count(), 0);
}

#[actix_web::test]
async fn the_previous_version_stays_readable_during_a_rotation() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/key", "first").await;
    let first = read(&source, "apps/key").await.unwrap().version.unwrap();
    let pending = moto.boto3(
        "print(sm.put_secret_value(SecretId='apps/key', SecretString='second',\n\
         VersionStages=['AWSPENDING'])['VersionId'])",
    );
    let stage = async |stage: &str| {
        let secret = source.get(&path("apps/key").version(stage)).await?;
        Ok::<_, SecretError>(String::from_utf8(secret.bytes.expose().to_vec()).unwrap())
    };
    assert_eq!(text(&source, "apps/key").await, "first");
    assert_eq!(stage("AWSPENDING").await.unwrap(), "second");
    assert_eq!(stage(&pending).await.unwrap(), "second");
    moto.boto3(&format!(
        "sm.update_secret_version_stage(SecretId='apps/key', VersionStage='AWSCURRENT',\n\
         MoveToVersionId='{pending}', RemoveFromVersionId='{}')",
        first.as_str()
    ));
    assert_eq!(text(&source, "apps/key").await, "second");
    assert_eq!(stage("AWSPREVIOUS").await.unwrap(), "first");
    assert_eq!(stage(first.as_str()).await.unwrap(), "first");
    assert_eq!(read(&source, "apps/key").await.unwrap().version.unwrap().as_str(), pending);
    assert!(is_absent(&stage("NOSUCHSTAGE").await));
    assert!(is_absent(&stage("00000000-0000-0000-0000-000000000000").await));
}

#[actix_web::test]
async fn every_page_of_names_is_read() {
    let moto = Moto::start();
    let source = moto.source().await;
    moto.boto3(
        "for n in range(122): sm.create_secret(Name=f'apps/{n:03}', SecretString='x')\n\
         for n in ('other/apps/1', 'app', 'Apps/1'): sm.create_secret(Name=n, SecretString='x')",
    );
    let expected = (0..122).map(|n| format!("apps/{n:03}")).collect::<Vec<_>>();
    assert_eq!(source.list("apps/").await.unwrap(), expected);
    assert_eq!(source.list("apps/01").await.unwrap(), expected[10..20]);
    assert_eq!(source.list("").await.unwrap().len(), 125);
    for nothing in ["apps/9", "!apps", "apps *", "ü"] {
        assert!(source.list(nothing).await.unwrap().is_empty(), "{nothing}");
    }
}

#[actix_web::test]
async fn a_secret_beyond_the_limit_is_not_taken() {
    let moto = Moto::start();
    let source = moto.source().await;
    moto.boto3(
        "sm.create_secret(Name='fits', SecretString='x' * 65536)\n\
         sm.create_secret(Name='long', SecretString='x' * 65537)",
    );
    assert_eq!(text(&source, "fits").await.len(), 65_536);
    let error = read(&source, "long").await.unwrap_err();
    assert!(matches!(error, SecretError::TooLong { most: 65_536, .. }));
}
