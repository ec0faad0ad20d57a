//! Under which condition something is written, and what is left alone.

use actix_paseto::secrets::{SecretError, SecretSource as _, SetOptions, Version};

use super::moto::Moto;
use super::{bytes, path, read, text, write};

#[actix_web::test]
async fn writing_creates_and_replaces() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/key", "first").await;
    assert_eq!(text(&source, "apps/key").await, "first");
    let second = source.set(&path("apps/key"), &bytes("second"), SetOptions::Always).await.unwrap();
    let now = read(&source, "apps/key").await.unwrap();
    assert_eq!((now.bytes.expose(), now.version), (&b"second"[..], second));
    let binary = vec![0, 159, 146, 150].into();
    source.set(&path("apps/key"), &binary, SetOptions::Always).await.unwrap();
    assert_eq!(read(&source, "apps/key").await.unwrap().bytes.expose(), binary.expose());
}

#[actix_web::test]
async fn writing_a_field_keeps_its_siblings() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/api", r#"{"a":"1","b":{"c":[true,null]}}"#).await;
    write(&source, "apps/api#a", "2").await;
    write(&source, "apps/api#new", "é\"").await;
    write(&source, "apps/fresh#only", "3").await;
    let whole: serde_json::Value = serde_json::from_str(&text(&source, "apps/api").await).unwrap();
    let expected = serde_json::json!({ "a": "2", "b": { "c": [true, null] }, "new": "é\"" });
    assert_eq!(whole, expected);
    assert_eq!(text(&source, "apps/fresh").await, r#"{"only":"3"}"#);
    write(&source, "apps/plain", "k4").await;
    let fields = [
        ("apps/plain#a", bytes("1")),
        ("apps/api#a", vec![255].into()),
        ("apps/api#b", bytes("over a table")),
        ("apps/api#a", bytes(" ")),
        ("apps/empty", bytes("")),
    ];
    for (name, value) in fields {
        let error = source.set(&path(name), &value, SetOptions::Always).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{name}");
    }
    assert_eq!(text(&source, "apps/plain").await, "k4");
}

#[actix_web::test]
async fn conditions_hold_or_conflict() {
    let moto = Moto::start();
    let source = moto.source().await;
    let set = async |name: &str, options: SetOptions| {
        source.set(&path(name), &bytes("x"), options).await.map(Option::unwrap)
    };
    let conflicts = |answer| matches!(answer, Err(SecretError::Conflict { backend: "aws", .. }));
    let first = set("apps/key", SetOptions::IfAbsent).await.unwrap();
    assert!(conflicts(set("apps/key", SetOptions::IfAbsent).await));
    let second = set("apps/key", SetOptions::IfVersion(first.clone())).await.unwrap();
    assert_ne!(first, second);
    assert!(conflicts(set("apps/key", SetOptions::IfVersion(first)).await));
    let invented = Version::from("nothing".to_owned());
    assert!(conflicts(set("apps/none", SetOptions::IfVersion(invented)).await));

    let field = set("apps/api#a", SetOptions::IfAbsent).await.unwrap();
    assert!(conflicts(set("apps/api#a", SetOptions::IfAbsent).await));
    set("apps/api#b", SetOptions::IfAbsent).await.unwrap();
    assert!(conflicts(set("apps/api#a", SetOptions::IfVersion(field)).await));
    assert!(!source.capabilities().compare_and_set);
}

#[actix_web::test]
async fn what_aws_cannot_keep_is_refused_before_it_is_sent() {
    let moto = Moto::start();
    let source = moto.source().await;
    let long = bytes(&"x".repeat(65_537));
    let error = source.set(&path("apps/key"), &long, SetOptions::Always).await.unwrap_err();
    assert!(matches!(error, SecretError::TooLong { most: 65_536, .. }));
    let older = path("apps/key").version("AWSPREVIOUS");
    let error = source.set(&older, &bytes("x"), SetOptions::Always).await.unwrap_err();
    assert!(matches!(error, SecretError::Unsupported { .. }));
    assert!(source.list("").await.unwrap().is_empty());
}
