//! New keys come, old ones go, and the keeper ends with the program.

use actix_paseto::key::KeyState;
use actix_web::rt;

use super::shelf::{Mood, Shelf};
use super::support::HandClock;
use super::talk::{
    QUICK, SLOW, accepts, keys, new_key, program, program_at, sealing, state, token, until,
};

const HOUR: u64 = 3_600_000;

#[actix_web::test]
async fn a_key_that_is_replaced_at_its_source_is_seen_by_itself() {
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let paseto = program(&shelf, QUICK).await;
    let before = token(&paseto);
    shelf.put("key", &new.0);
    until(|| keys(&paseto).len() == 2).await;
    assert_eq!(sealing(&paseto), old.1, "the new one waits");
    until(|| sealing(&paseto) == new.1).await;
    assert!(accepts(&paseto, &before).await && accepts(&paseto, &token(&paseto)).await);
    assert!(paseto.key_status()[0].generation > 1);
}

#[actix_web::test]
async fn a_replaced_key_is_accepted_until_its_last_token_has_died() {
    let clock = HandClock::new();
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    shelf.put("key", &new.0);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &new.1), Some(KeyState::Pending));
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Active));
    clock.forward(2 * HOUR);
    // The turn comes by the clock alone.
    shelf.mood(Mood::Hangs);
    assert_eq!(sealing(&paseto), new.1);
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
    shelf.mood(Mood::Up);
    // Longest life 10 min, `max_stale` 4 h.
    clock.forward(4 * HOUR + 590_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
    clock.forward(20_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), None);
}

#[actix_web::test]
async fn a_key_that_comes_back_goes_on_at_once() {
    let clock = HandClock::new();
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    for text in [&new.0, &old.0] {
        shelf.put("key", text);
        paseto.refresh_keys().await.unwrap();
    }
    clock.forward(3 * HOUR);
    assert_eq!(sealing(&paseto), old.1);
    assert_eq!(state(&paseto, &new.1), Some(KeyState::Retiring));
}

#[actix_web::test]
async fn keys_for_ever_keep_their_replaced_key_for_ever() {
    let clock = HandClock::new();
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let lines =
        format!("{SLOW}\nrequire_expiry = false").replace("ss_ttl = '10m'", "ss_ttl = 'never'");
    let paseto = program_at(&shelf, &lines, clock.clock()).await;
    shelf.put("key", &new.0);
    paseto.refresh_keys().await.unwrap();
    clock.forward(100 * 365 * 24 * HOUR);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
}

#[actix_web::test]
async fn the_keeper_ends_with_the_last_clone() {
    for mood in [Mood::Up, Mood::Hangs] {
        let shelf = Shelf::with(&new_key().0);
        let paseto = program(&shelf, QUICK).await;
        let (clone, issuer) = (paseto.clone(), paseto.issuer());
        shelf.mood(mood);
        let seen = shelf.reads();
        until(|| shelf.reads() > seen).await;
        drop((paseto, clone));
        rt::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(shelf.holders() > 0, "an issuer needs its keys");
        drop(issuer);
        until(|| shelf.holders() == 0).await;
    }
}

#[actix_web::test]
async fn nothing_is_read_again_where_that_is_not_wanted() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, "keys.refresh = 'never'").await;
    rt::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(shelf.reads(), 1);
    assert_eq!(paseto.key_status()[0].age, None);
    assert!(paseto.rotate().await.is_ok(), "it can be replaced all the same");
}

#[actix_web::test]
async fn ten_thousand_swaps_disturb_no_request() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let lines = "access_ttl = '1s'\nrefresh_ttl = '1s'\ncustom_ttl = '1s'\nkeys.pending = '0s'\nkeys.max_stale = 'never'";
    let paseto = program_at(&shelf, lines, clock.clock()).await;
    let swaps: u64 = if cfg!(debug_assertions) { 2_000 } else { 10_000 };
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let (paseto, done) = (paseto.clone(), done.clone());
            std::thread::spawn(move || {
                let mut made = 0_u64;
                while !done.load(std::sync::atomic::Ordering::SeqCst) {
                    paseto.issuer().access("alice").issue().unwrap();
                    made += 1;
                }
                made
            })
        })
        .collect();
    for _ in 0..swaps {
        clock.forward(1_000);
        shelf.put("key", &new_key().0);
        paseto.refresh_keys().await.unwrap();
    }
    done.store(true, std::sync::atomic::Ordering::SeqCst);
    let made: u64 = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
    assert!(made > 0);
    assert!(paseto.key_status()[0].generation > swaps);
}
