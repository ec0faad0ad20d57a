//! What is revoked or has ended is dropped, whatever else is wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_paseto::Paseto;
use actix_paseto::codec::SigningKey;
use actix_paseto::key::KeyState;
use actix_paseto::time::Clock;
use actix_web::rt;

use super::documents::{document, line, revoked};
use super::shelf::{Mood, Shelf};
use super::support::{self, HandClock, NOON, from_toml, rfc3339};
use super::talk::{SLOW, accepts, new_key, program_with, sealing, state, token};

/// Two profiles that share nothing, so that each has a store of its own.
async fn strangers(shelf: &Shelf) -> Paseto {
    let text = "[default]\nkeys.active = 'shelf:key'\nkeys.pending = '0s'\n\
                [admin]\nkeys.active = 'shelf:admin'\n";
    support::builder(from_toml(text).source("shelf", shelf.clone())).await
}

#[actix_web::test]
async fn a_revocation_counts_although_both_profiles_are_refused() {
    let (old, next) = (new_key(), new_key());
    let shelf = Shelf::with(&document(&[line(&old, "active", "", "")]));
    shelf.put("admin", &new_key().0);
    let paseto = strangers(&shelf).await;
    let before = token(&paseto);
    shelf.put("key", &document(&[line(&next, "active", "", ""), revoked(&old)]));
    shelf.put("admin", &next.0);
    let refused = paseto.refresh_keys().await.unwrap_err().to_string();
    assert!(refused.contains("another revocation store"), "{refused}");
    assert!(!accepts(&paseto, &before).await);
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Revoked));
}

#[actix_web::test]
async fn only_the_profile_that_brings_the_key_of_another_is_refused() {
    let (old, own, next) = (new_key(), new_key(), new_key());
    let shelf = Shelf::with(&document(&[line(&old, "active", "", "")]));
    shelf.put("admin", &own.0);
    let paseto = strangers(&shelf).await;
    shelf.put("key", &document(&[line(&next, "active", "", ""), line(&old, "retiring", "", "")]));
    shelf.put("admin", &old.0);
    assert!(paseto.refresh_keys().await.is_err());
    assert_eq!(sealing(&paseto), next.1);
    let status = paseto.key_status();
    assert!(status[0].trouble.is_none() && status[1].trouble.is_some(), "{status:?}");
    assert!(status[1].keys.iter().all(|key| key.id == own.1), "{status:?}");
}

/// A retiring key that ends in an hour, and a second source with a key of the wrong purpose.
async fn with_a_wrong_source(clock: Clock) -> (Paseto, actix_paseto::key::KeyId) {
    let (now, old) = (new_key(), new_key());
    let end = rfc3339(NOON + 3_600_000);
    let shelf =
        Shelf::with(&document(&[line(&now, "active", "", ""), line(&old, "retiring", "", &end)]));
    shelf.put("more", &new_key().0);
    let lines = format!("{SLOW}\nkeys.accept = ['shelf:more']");
    let paseto = program_with(&[("shelf", &shelf)], &lines, clock).await;
    shelf.put("more", SigningKey::generate().unwrap().to_paserk().expose());
    assert!(paseto.refresh_keys().await.is_err());
    (paseto, old.1)
}

#[actix_web::test]
async fn a_key_ends_although_the_new_ones_are_refused() {
    let clock = HandClock::new();
    let (paseto, old) = with_a_wrong_source(clock.clock()).await;
    assert_eq!(state(&paseto, &old), Some(KeyState::Retiring));
    clock.forward(3_600_000);
    assert!(paseto.refresh_keys().await.is_err());
    assert_eq!(state(&paseto, &old), None);
}

#[actix_web::test]
async fn a_key_that_has_ended_keeps_nobody_busy() {
    let (clock, asked) = (HandClock::new(), Arc::new(AtomicUsize::new(0)));
    let (inner, count) = (clock.clock(), Arc::clone(&asked));
    let counted = Clock::from_fn(move || {
        count.fetch_add(1, Ordering::SeqCst);
        inner.now().to_system()
    });
    let (paseto, _) = with_a_wrong_source(counted).await;
    clock.forward(3_600_000);
    assert!(paseto.refresh_keys().await.is_err());
    let before = asked.load(Ordering::SeqCst);
    rt::time::sleep(std::time::Duration::from_secs(2)).await;
    let asked = asked.load(Ordering::SeqCst) - before;
    assert!(asked < 5, "{asked}");
}

#[actix_web::test]
async fn a_revocation_outlives_an_older_copy_of_the_source() {
    for can_write in [false, true] {
        let shelf = Shelf::with(&new_key().0);
        let paseto = program_with(&[("shelf", &shelf)], SLOW, Clock::system()).await;
        let next = paseto.rotate().await.unwrap();
        let (old, before, copy) = (sealing(&paseto), token(&paseto), shelf.text("key"));
        paseto.revoke_key(&old).await.unwrap();
        if !can_write {
            shelf.read_only();
        }
        shelf.put("key", &copy);
        let _refused = paseto.refresh_keys().await;
        assert!(!accepts(&paseto, &before).await);
        assert_eq!(state(&paseto, &old), Some(KeyState::Revoked));
        let written = shelf.text("key");
        assert_eq!(written.contains("revoked"), can_write, "{can_write}");
        if can_write {
            assert_eq!(sealing(&paseto), next.id);
            let other = program_with(&[("shelf", &shelf)], SLOW, Clock::system()).await;
            assert!(!accepts(&other, &before).await && accepts(&other, &token(&paseto)).await);
        }
    }
}

#[actix_web::test]
async fn a_revoked_line_goes_once_its_tokens_have_died() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_with(&[("shelf", &shelf)], SLOW, clock.clock()).await;
    let old = sealing(&paseto);
    paseto.revoke_key(&old).await.unwrap();
    clock.forward(4 * 3_600_000);
    paseto.refresh_keys().await.unwrap();
    paseto.rotate().await.unwrap();
    assert!(shelf.text("key").contains(old.as_str()));
    clock.forward(3 * 3_600_000);
    paseto.refresh_keys().await.unwrap();
    paseto.rotate().await.unwrap();
    assert!(!shelf.text("key").contains(old.as_str()));
}

#[actix_web::test]
async fn a_revocation_does_not_wait_for_a_source_that_hangs() {
    let (now, old) = (new_key(), new_key());
    let (quick, slow) = (
        Shelf::with(&document(&[line(&now, "active", "", ""), line(&old, "retiring", "", "")])),
        Shelf::with(&new_key().0),
    );
    let lines = format!("{SLOW}\nkeys.accept = ['other:key']").replace("'1s'", "'20s'");
    let clock = Clock::system();
    let paseto = program_with(&[("shelf", &quick), ("other", &slow)], &lines, clock).await;
    quick.put("key", &document(&[line(&now, "active", "", ""), revoked(&old)]));
    slow.mood(Mood::Hangs);
    let asking = paseto.clone();
    let asked = rt::spawn(async move { asking.refresh_keys().await });
    super::talk::until(|| state(&paseto, &old.1) == Some(KeyState::Revoked)).await;
    assert!(!asked.is_finished(), "it waited for the slow one");
    assert_eq!(sealing(&paseto), now.1);
    asked.abort();
}

#[actix_web::test]
async fn to_revoke_waits_for_no_other_source() {
    let (own, more) = (Shelf::with(&new_key().0), Shelf::with(&new_key().0));
    let lines = format!("{SLOW}\nkeys.accept = ['other:key']").replace("'1s'", "'30s'");
    let sources = [("shelf", &own), ("other", &more)];
    let paseto = program_with(&sources, &lines, Clock::system()).await;
    more.mood(Mood::Hangs);
    let (old, begun) = (sealing(&paseto), std::time::Instant::now());
    paseto.revoke_key(&old).await.unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "it waited for the other");
    assert_eq!(state(&paseto, &old), Some(KeyState::Revoked));
}
