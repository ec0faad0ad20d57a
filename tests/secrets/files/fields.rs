//! Several secrets in one file.

use std::fs;

use actix_paseto::secrets::{FileSource, SecretError, SecretSource as _, Secrets, SetOptions};

use super::{field, put, read};
use crate::server::Folder;

const JSON: &str = r#"{"db": {"password": "hush", "port": 5432, "tls": true}, "none": null,
    "list": [1], "half": 0.5, "empty": " ", "big": 12345678901234567890}"#;
const TOML: &str = "list = [1]\nhalf = 0.5\nempty = ' '\nday = 1979-05-27\n\
    [db]\npassword = 'hush'\nport = 5432\ntls = true\n";

#[actix_web::test]
async fn are_read_as_they_are_written() {
    let folder = Folder::new("fields");
    for (name, content) in [("s.json", JSON), ("s.toml", TOML)] {
        let file = folder.join(name);
        put(&file, content, 0o600);
        for (name, value) in [("db/password", "hush"), ("db/port", "5432"), ("db/tls", "true")] {
            assert_eq!(read(&field(&file, name)).await.unwrap(), value, "{name}");
        }
        for name in
            ["list", "half", "db"].into_iter().chain(name.ends_with("json").then_some("none"))
        {
            let error = read(&field(&file, name)).await.unwrap_err();
            assert!(matches!(error, SecretError::Malformed { .. }), "{name}: {error}");
        }
        for name in ["empty", "gone", "db/gone", "db/port/gone", "/", "db/"] {
            let error = read(&field(&file, name)).await.unwrap_err();
            assert!(matches!(error, SecretError::NotFound { .. }), "{name}: {error}");
        }
        let prefix = format!("{}#db/p", file.display());
        let names = FileSource::new().list(&prefix).await.unwrap();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}

#[actix_web::test]
async fn of_other_files_are_refused() {
    let folder = Folder::new("others");
    for (name, content) in
        [("s.txt", "x"), ("s.json", "{CANARY"), ("s.toml", "CANARY"), ("l.json", "[\"CANARY\"]")]
    {
        let file = folder.join(name);
        put(&file, content, 0o600);
        let error = read(&field(&file, "x")).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{name}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{name}");
    }
}

#[actix_web::test]
async fn are_written_and_their_siblings_stay() {
    let folder = Folder::new("siblings");
    let file = folder.join("s.json");
    let secrets = Secrets::from_file(file.to_str().unwrap());
    assert!(secrets.list("").await.unwrap().is_empty());
    for (key, value) in [("db/password", "one"), ("db/user", "root"), ("db/password", "two")] {
        secrets.set(key, value.as_bytes().to_vec()).await.unwrap();
    }
    assert_eq!(secrets.list("db/*").await.unwrap(), ["db/password", "db/user"]);
    assert_eq!(secrets.get("db/user").await.unwrap().bytes.expose(), b"root");
    let error = secrets.set("db/user", b" ".to_vec()).await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
    let error = secrets.delete("db").await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
    for into in ["db", "db/user/deeper"] {
        let error = secrets.set(into, b"x".to_vec()).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{into}");
    }
    secrets.delete("db/user").await.unwrap();
    assert!(!secrets.exists("db/user").await.unwrap());
    assert!(matches!(secrets.delete("db/user").await, Err(SecretError::NotFound { .. })));
    assert_eq!(secrets.get_or("db/user", b"".to_vec()).await.unwrap().bytes.expose(), b"");
}

#[actix_web::test]
async fn of_toml_are_not_written_and_numbers_are_not_bent() {
    let folder = Folder::new("bent");
    for (name, content) in [
        ("s.toml", "a = 'b'"),
        ("s.json", r#"{"n": 123456789012345678901234}"#),
        ("s.json", r#"{"n": 1e2, "other": "100.0"}"#),
        ("s.json", r#"{"\\\"": [-0.10], "other": -0.1}"#),
    ] {
        let file = folder.join(name);
        put(&file, content, 0o600);
        let value = b"x".to_vec().into();
        let path = field(&file, "x");
        assert!(FileSource::new().set(&path, &value, SetOptions::Always).await.is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
    }
}
