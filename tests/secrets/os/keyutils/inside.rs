//! What is asked of the kernel, each in a session of its own. The user's persistent keyring is
//! common to all of them, so names are unique and keys are removed.

use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{KeyutilsSource, SecretError, SecretSource as _, SetOptions};

use crate::os::session::printed;
use crate::os::{CANARY, delete, path, read, shows_nothing, write};

async fn connect() -> KeyutilsSource {
    KeyutilsSource::connect().await.unwrap()
}

/// A service that no other test has.
fn service() -> String {
    format!("paseto-test-{}", std::process::id())
}

/// A key in the session's keyring, gone when this is dropped.
struct Key(String);

impl Key {
    fn add(user: &str, value: &str) -> Self {
        let name = format!("keyring:{user}@{}", service());
        let id = printed("keyctl", &["add", "user", &name, value, "@s"]).unwrap();
        Self(String::from_utf8(id).unwrap().trim().to_owned())
    }

    fn find(user: &str) -> Option<Self> {
        let name = format!("keyring:{user}@{}", service());
        let id = printed("keyctl", &["search", "@s", "user", &name])?;
        Some(Self(String::from_utf8(id).unwrap().trim().to_owned()))
    }

    fn content(&self) -> Option<Vec<u8>> {
        printed("keyctl", &["pipe", &self.0])
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        drop(std::process::Command::new("keyctl").args(["invalidate", &self.0]).output());
    }
}

#[ignore = "run by keyctl_finds_what_is_written_and_writes_what_is_found in a session of its own"]
#[actix_web::test]
async fn exchanges_with_keyctl() {
    let (source, service) = (connect().await, service());
    let _theirs = Key::add("k1", "theirs");
    assert_eq!(read(&source, &format!("{service}/k1")).await.unwrap(), b"theirs");

    let bytes = [0, 0xff, 0xfe, b'\n', 0x80];
    write(&source, &format!("{service}/k2"), &bytes).await.unwrap();
    let ours = Key::find("k2").unwrap();
    assert_eq!(ours.content().unwrap(), bytes);
    assert_eq!(read(&source, &format!("{service}/k2")).await.unwrap(), bytes);
    let at = path(&format!("{service}/k2"));
    let text = source.get(&at).await.unwrap().text("keyutils", &at);
    assert!(matches!(text, Err(SecretError::Malformed { .. })));

    write(&source, &format!("{service}/k1"), b"ours now").await.unwrap();
    assert_eq!(Key::find("k1").unwrap().content().unwrap(), b"ours now");
}

#[ignore = "run by what_is_absent_or_has_expired_is_not_found in a session of its own"]
#[actix_web::test]
async fn finds_nothing() {
    let (source, at) = (connect().await, format!("{}/k1", service()));
    let absent = SecretError::NotFound { backend: "keyutils", path: at.clone() };
    assert_eq!(read(&source, &at).await.unwrap_err(), absent);
    assert_eq!(delete(&source, &at).await.unwrap_err(), absent);
    assert!(!source.exists(&path(&at)).await.unwrap());

    write(&source, &at, b"here").await.unwrap();
    assert!(source.exists(&path(&at)).await.unwrap());
    delete(&source, &at).await.unwrap();
    wait_until_gone(&source, &at).await;
    assert_eq!(read(&source, &at).await.unwrap_err(), absent);

    // The kernel's own way for a credential to expire.
    let key = Key::add("k1", "short");
    assert_eq!(read(&source, &at).await.unwrap(), b"short");
    assert!(printed("keyctl", &["timeout", &key.0, "1"]).is_some());
    wait_until_gone(&source, &at).await;
    assert!(key.content().is_none());
    assert_eq!(read(&source, &at).await.unwrap_err(), absent);
    write(&source, &at, b"renewed").await.unwrap();
    let _renewed = Key::find("k1").unwrap();
    assert_eq!(read(&source, &at).await.unwrap(), b"renewed");
}

/// The kernel forgets in the background.
async fn wait_until_gone(source: &KeyutilsSource, at: &str) {
    let begun = Instant::now();
    while source.exists(&path(at)).await.unwrap() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{at} stays");
        thread::sleep(Duration::from_millis(20));
    }
}

#[ignore = "run by a_field_is_a_member_of_a_json_object in a session of its own"]
#[actix_web::test]
async fn keeps_fields() {
    let (source, at) = (connect().await, format!("{}/k1", service()));
    let _key = Key::add("k1", r#"{"access":"a","refresh":"r"}"#);
    assert_eq!(read(&source, &format!("{at}#access")).await.unwrap(), b"a");
    write(&source, &format!("{at}#access"), b"new").await.unwrap();
    let written = Key::find("k1").unwrap();
    assert_eq!(written.content().unwrap(), br#"{"access":"new","refresh":"r"}"#);
    delete(&source, &format!("{at}#access")).await.unwrap();
    let gone = read(&source, &format!("{at}#access")).await;
    assert!(matches!(gone, Err(SecretError::NotFound { .. })), "{gone:?}");
    write(&source, &at, b"no JSON").await.unwrap();
    let plain = read(&source, &format!("{at}#access")).await;
    assert!(matches!(plain, Err(SecretError::Malformed { .. })), "{plain:?}");
}

#[ignore = "run by lengths_names_and_conditions_are_checked in a session of its own"]
#[actix_web::test]
async fn refuses_what_cannot_be() {
    let (source, at) = (connect().await, format!("{}/k1", service()));
    for bare in ["k1", "apps/", "/k1"] {
        let error = read(&source, bare).await.unwrap_err();
        assert!(error.to_string().contains("`service/user`"), "{error}");
    }
    // Else it would be the same key as `b/c@a`.
    let divider = read(&source, "a@b/c").await;
    assert!(matches!(divider, Err(SecretError::Malformed { .. })), "{divider:?}");
    assert!(matches!(write(&source, &at, b"").await, Err(SecretError::Malformed { .. })));
    let long = write(&source, &at, &[b'x'; 32_768]).await;
    assert!(matches!(long, Err(SecretError::TooLong { most: 32_767, .. })), "{long:?}");

    let able = source.capabilities();
    assert!(able.write && able.delete && !able.list && !able.compare_and_set && !able.versions);
    let list = source.list("apps/").await.unwrap_err();
    assert_eq!(list.to_string(), "keyutils cannot list secrets");
    let value = SecretBytes::from(b"x".to_vec());
    let answer = source.set(&path(&at), &value, SetOptions::IfAbsent).await;
    assert!(matches!(answer, Err(SecretError::Unsupported { .. })), "{answer:?}");
    let older = source.get(&path(&at).version("1")).await;
    assert!(matches!(older, Err(SecretError::Unsupported { .. })), "{older:?}");
}

#[ignore = "run by a_key_that_may_not_be_used_is_denied in a session of its own"]
#[actix_web::test]
async fn is_denied() {
    let (source, at) = (connect().await, format!("{}/k1", service()));
    let key = Key::add("k1", "hush");
    // The possessor may see and find it; nobody may read or link it.
    assert!(printed("keyctl", &["setperm", &key.0, "0x29000000"]).is_some());
    let denied = SecretError::Denied { backend: "keyutils", path: at.clone() };
    assert_eq!(read(&source, &at).await.unwrap_err(), denied);
    assert_eq!(source.exists(&path(&at)).await.unwrap_err(), denied);
    assert!(printed("keyctl", &["setperm", &key.0, "0x3f000000"]).is_some());
    assert_eq!(read(&source, &at).await.unwrap(), b"hush");
}

#[ignore = "run by a_session_that_has_ended_is_said in a session of its own"]
#[actix_web::test]
async fn has_ended() {
    let (source, at) = (connect().await, format!("{}/k1", service()));
    let _key = Key::add("k1", "hush");
    assert!(printed("keyctl", &["revoke", "@s"]).is_some());
    // Not "there is no such key".
    for error in
        [read(&source, &at).await.unwrap_err(), write(&source, &at, b"x").await.unwrap_err()]
    {
        assert!(matches!(error, SecretError::Config { .. }), "{error:?}");
        assert!(error.to_string().contains("session"), "{error}");
    }
}

#[ignore = "run by a_session_keyring_of_its_own_is_asked_for"]
#[actix_web::test]
async fn has_no_session() {
    let error = KeyutilsSource::connect().await.unwrap_err();
    assert!(matches!(error, SecretError::Config { backend: "keyutils", .. }), "{error:?}");
    let words = error.to_string();
    assert!(words.contains("keyctl session") && words.contains("KeyringMode"), "{words}");
}

#[ignore = "run by a_sandbox_without_keyrings_is_said"]
#[actix_web::test]
async fn is_forbidden() {
    let error = KeyutilsSource::connect().await.unwrap_err();
    assert!(matches!(error, SecretError::Config { backend: "keyutils", .. }), "{error:?}");
    assert!(error.to_string().contains("sandbox"), "{error}");
}

#[ignore = "run by no_error_and_no_type_shows_a_secret in a session of its own"]
#[actix_web::test]
async fn shows_no_secret() {
    let (source, service) = (connect().await, service());
    let key = Key::add("k1", &format!(r#"{{"a":"{CANARY}","n":[1]}}"#));
    let _broken = Key::add("broken", &format!(r#"{{"a":"{CANARY}"#));
    let at = |rest: &str| format!("{service}/{rest}");
    let secret = source.get(&path(&at("k1"))).await.unwrap();
    let shown = format!("{source:?} {source:#?} {secret:?} {secret:#?}");
    assert!(!shown.contains("CANARY"), "{shown}");

    let mut errors = Vec::new();
    for rest in ["none", "k1#b", "k1#n", "broken#a"] {
        errors.push(read(&source, &at(rest)).await.unwrap_err());
    }
    let bytes = [CANARY.as_bytes(), &[0xff]].concat();
    errors.push(write(&source, &at("k1#a"), &bytes).await.unwrap_err());
    errors.push(write(&source, "a@b/c", CANARY.as_bytes()).await.unwrap_err());
    let long = CANARY.repeat(10_000);
    errors.push(write(&source, &at("k1"), long.as_bytes()).await.unwrap_err());
    assert!(printed("keyctl", &["setperm", &key.0, "0x29000000"]).is_some());
    errors.push(read(&source, &at("k1")).await.unwrap_err());
    assert!(printed("keyctl", &["setperm", &key.0, "0x3f000000"]).is_some());
    drop(key);
    assert!(printed("keyctl", &["revoke", "@s"]).is_some());
    errors.push(read(&source, &at("k1")).await.unwrap_err());
    errors.iter().for_each(shows_nothing);
}
