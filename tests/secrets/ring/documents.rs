//! Key documents, as people and programs write them.

use actix_paseto::codec::SigningKey;
use actix_paseto::key::{Identified as _, KeyState};

use super::shelf::Shelf;
use super::support::{self, HandClock, NOON, from_toml, rfc3339};
use super::talk::{SLOW, accepts, new_key, program, program_at, sealing, start, state, token};

pub(super) fn line(
    key: &(String, actix_paseto::key::KeyId),
    state: &str,
    from: &str,
    until: &str,
) -> String {
    let quote = |at: &str| if at.is_empty() { "null".to_owned() } else { format!("\"{at}\"") };
    let (from, until) = (quote(from), quote(until));
    format!(
        "{{\"key\":\"{}\",\"id\":\"{}\",\"state\":\"{state}\",\"from\":{from},\"until\":{until}}}",
        key.0, key.1
    )
}

pub(super) fn revoked(key: &(String, actix_paseto::key::KeyId)) -> String {
    format!("{{\"id\":\"{}\",\"state\":\"revoked\"}}", key.1)
}

pub(super) fn document(lines: &[String]) -> String {
    format!("{{\"keys\":[{}]}}", lines.join(","))
}

#[actix_web::test]
async fn the_latest_key_that_has_begun_makes_tokens() {
    let clock = HandClock::new();
    let (old, now, next) = (new_key(), new_key(), new_key());
    let end = rfc3339(NOON + 7_200_000);
    let shelf = Shelf::with(&document(&[
        line(&next, "pending", &rfc3339(NOON + 3_600_000), ""),
        line(&now, "active", "2020-01-01T00:00:00Z", &end),
        line(&old, "retiring", "", &end),
    ]));
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    assert_eq!(sealing(&paseto), now.1);
    assert_eq!(state(&paseto, &next.1), Some(KeyState::Pending));
    clock.forward(3_600_000);
    assert_eq!(sealing(&paseto), next.1);
    assert_eq!(state(&paseto, &now.1), Some(KeyState::Retiring));
    clock.forward(3_600_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!((state(&paseto, &now.1), state(&paseto, &old.1)), (None, None));
}

#[actix_web::test]
async fn a_key_that_waits_is_accepted_already() {
    let (now, next) = (new_key(), new_key());
    let active = Shelf::with(&next.0);
    let ahead = program(&active, SLOW).await;
    let shelf = Shelf::with(&document(&[
        line(&now, "active", "", ""),
        line(&next, "pending", "2999-01-01T00:00:00Z", ""),
    ]));
    let paseto = program(&shelf, SLOW).await;
    assert!(accepts(&paseto, &token(&ahead)).await);
    assert_eq!(sealing(&paseto), now.1);
}

#[actix_web::test]
async fn a_revoked_key_is_accepted_nowhere() {
    let (now, gone) = (new_key(), new_key());
    let before = token(&program(&Shelf::with(&gone.0), SLOW).await);
    let shelf = Shelf::with(&document(&[line(&now, "active", "", ""), revoked(&gone)]));
    let lines = format!("{SLOW}\nkeys.accept = ['{}']", gone.0);
    let paseto = program(&shelf, &lines).await;
    assert!(!accepts(&paseto, &before).await);
    assert_eq!(state(&paseto, &gone.1), Some(KeyState::Revoked));
}

#[actix_web::test]
async fn a_document_of_public_keys_serves_who_only_verifies() {
    let signing = SigningKey::generate().unwrap();
    let issuer = Shelf::with(signing.to_paserk().expose());
    let public = "accept = 'v4.public'\n";
    let issuing = program(&issuer, &format!("{public}{SLOW}")).await;
    let key = (signing.verifying_key().to_paserk(), signing.id().clone());
    let shelf = Shelf::with(&document(&[line(&key, "active", "", "")]));
    let text = format!("[default]\n{public}keys.accept = 'shelf:key'\n{SLOW}");
    let verifier = support::builder(from_toml(&text).source("shelf", shelf.clone())).await;
    assert!(accepts(&verifier, &token(&issuing)).await);
    assert!(verifier.issuer().access("alice").issue().is_err());
    let refused = start(&shelf, public).await.unwrap_err().to_string();
    assert!(refused.contains("a public key makes no tokens"), "{refused}");
}

#[actix_web::test]
async fn malformed_documents_are_told_by_place_and_never_shown() {
    let (one, two) = (new_key(), new_key());
    let good = line(&one, "active", "", "");
    let id = |key: &(String, actix_paseto::key::KeyId)| format!("\"id\":\"{}\"", key.1);
    for (text, said) in [
        ("{".to_owned(), "not a key document, at line 1"),
        ("{}".to_owned(), "not a key document, at line 1"),
        (format!("{{\"keys\":[{good}],\"more\":1}}"), "not a key document, at line 1"),
        (format!("{{\"keys\":[{good}]}} {{"), "not a key document, at line 1"),
        (document(&[good.replace("\"active\"", "\"CANARY\"")]), "not a key document"),
        (document(&[good.replace("\"until\"", "\"CANARY\"")]), "not a key document"),
        (document(&[good.replace("null}", "5}")]), "not a key document"),
        (document(&[good.replace("{\"key\"", "{\"state\":\"active\",\"key\"")]), "not a key doc"),
        (document(&[good.replace(&id(&one), &id(&two))]), "entry 1: `id` is not that of `key`"),
        (document(&[good.replace(&id(&one), "\"id\":\"CANARY\"")]), "entry 1: `id` is no PASERK"),
        (document(&[good.clone(), good.clone()]), "entry 2: its id is there twice"),
        (document(&[good.clone(), line(&two, "active", "", "")]), "entry 2: two keys of one pur"),
        (document(&[line(&one, "pending", "", "")]), "entry 1: a pending key says `from`"),
        (document(&[line(&one, "active", "CANARY", "")]), "entry 1: `from` is no RFC 3339"),
        (document(&[line(&one, "active", "", "CANARY")]), "entry 1: `until` is no RFC 3339"),
        (document(&[line(&one, "active", "", "2999-01-01T00:00:00Z")]), "entry 1: an active key"),
        (document(&[line(&one, "revoked", "", "")]), "entry 1: a revoked key is named by `id`"),
        (document(&[good.replace(&one.0, "k4.local.CANARY")]), "entry 1: "),
        (document(&[format!("{{{},\"state\":\"active\"}}", id(&one))]), "entry 1: `key` is miss"),
        (document(&[]), "no key for v4.local"),
        (document(&[line(&one, "pending", "2999-01-01T00:00:00Z", "")]), "no key for v4.local"),
    ] {
        let errors = start(&Shelf::with(&text), "").await.unwrap_err();
        let shown = errors.to_string();
        assert!(shown.starts_with("keys.active (in "), "{shown}");
        assert!(shown.contains(said), "{said}: {shown}");
        assert!(said.starts_with("no key") || shown.contains("`shelf:key`"), "{shown}");
        for secret in [one.0.as_str(), two.0.as_str(), "CANARY"] {
            assert!(!format!("{shown}{errors:?}").contains(secret), "{shown}");
        }
    }
}

#[actix_web::test]
async fn a_line_that_is_missing_is_not_gone_at_once() {
    let clock = HandClock::new();
    let (now, old) = (new_key(), new_key());
    let whole = document(&[line(&now, "active", "", ""), line(&old, "retiring", "", "")]);
    let shelf = Shelf::with(&whole);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    shelf.put("key", &document(&[line(&now, "active", "", "")]));
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
    shelf.put("key", &whole);
    paseto.refresh_keys().await.unwrap();
    shelf.put("key", &document(&[line(&now, "active", "", "")]));
    paseto.refresh_keys().await.unwrap();
    // `keys.pending` is two hours.
    clock.forward(7_199_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
    clock.forward(1_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), None);
}

#[actix_web::test]
async fn a_document_has_an_end() {
    let now = new_key();
    let lines = (0..900).map(|_| revoked(&new_key()));
    let lines: Vec<String> = std::iter::once(line(&now, "active", "", "")).chain(lines).collect();
    let refused = start(&Shelf::with(&document(&lines)), "").await.unwrap_err().to_string();
    assert!(refused.contains("is longer than 65536 bytes"), "{refused}");
}
