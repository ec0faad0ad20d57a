//! A source that fails, hangs, panics or says nonsense.

use actix_paseto::IssueError;
use actix_paseto::prelude::*;
use actix_web::{post, rt};

use super::shelf::{Mood, Shelf};
use super::support::{self, HandClock, app, call};
use super::talk::{
    QUICK, SLOW, accepts, new_key, program, program_at, sealing, token, until, verdict,
};

const HOUR: u64 = 3_600_000;

#[post("/login")]
async fn login(issuer: Issuer) -> actix_web::Result<String> {
    Ok(issuer.access("alice").issue()?.into_string())
}

#[actix_web::test]
async fn the_last_good_keys_stay_through_every_failure() {
    let key = new_key();
    let shelf = Shelf::with(&key.0);
    let paseto = program(&shelf, &QUICK.replace("'4s'", "'1h'")).await;
    for mood in [Mood::Down, Mood::Panics, Mood::Hangs] {
        shelf.mood(mood);
        until(|| paseto.key_status()[0].trouble.is_some()).await;
        assert!(accepts(&paseto, &token(&paseto)).await, "{mood:?}");
        shelf.mood(Mood::Up);
        until(|| paseto.key_status()[0].trouble.is_none()).await;
    }
    for nonsense in ["", "nonsense", "{}", "{\"keys\":[]}", "k4.local.AAAA"] {
        shelf.put("key", nonsense);
        until(|| paseto.key_status()[0].trouble.is_some()).await;
        assert!(accepts(&paseto, &token(&paseto)).await, "{nonsense}");
        shelf.put("key", &key.0);
        until(|| paseto.key_status()[0].trouble.is_none()).await;
    }
    assert_eq!(sealing(&paseto), key.1);
}

#[actix_web::test]
async fn a_source_that_is_down_is_asked_less_and_less() {
    let shelf = Shelf::with(&new_key().0);
    let lines = QUICK.replace("refresh = '1s'", "refresh = '10s'");
    let lines = lines.replace("pending = '3s'", "pending = '21s'").replace("'4s'", "'1h'");
    let paseto = program(&shelf, &lines).await;
    shelf.mood(Mood::Down);
    assert!(paseto.refresh_keys().await.is_err());
    let before = shelf.reads();
    rt::time::sleep(std::time::Duration::from_secs(4)).await;
    let asked = shelf.reads() - before;
    assert!((1..=6).contains(&asked), "half of 1, 2 and 4 s at least: {asked}");
}

#[actix_web::test]
async fn keys_too_old_make_no_tokens_and_know_what_they_do_not_know() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    let other = program_at(&Shelf::with(&new_key().0), SLOW, clock.clock()).await;
    let app = app!(paseto, login);
    let (own, foreign) = (token(&paseto), token(&other));
    assert_eq!(verdict(&paseto, &foreign).await, (401, "token_invalid".into()));

    clock.forward(4 * HOUR + 1_000);
    let refused = paseto.issuer().access("alice").issue().unwrap_err();
    assert!(matches!(refused, IssueError::KeysStale(_)), "{refused}");
    assert_eq!(call(&app, support::post("/login")).await.status, 503);
    assert!(paseto.key_status()[0].is_stale);
    assert_eq!(verdict(&paseto, &foreign).await, (503, "temporarily_unavailable".into()));
    assert_eq!(verdict(&paseto, &own).await, (401, "token_expired".into()), "ours is still known");
    assert_eq!(verdict(&paseto, "v4.local.AAAA").await, (401, "token_invalid".into()));

    paseto.refresh_keys().await.unwrap();
    assert!(accepts(&paseto, &token(&paseto)).await);
    assert_eq!(verdict(&paseto, &foreign).await.0, 401);
}

#[actix_web::test]
async fn a_source_that_hangs_delays_nobody() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, QUICK).await;
    let rotation = paseto.rotate().await.unwrap();
    shelf.mood(Mood::Hangs);
    until(|| sealing(&paseto) == rotation.id).await;
    let begun = std::time::Instant::now();
    for _ in 0..50 {
        assert!(accepts(&paseto, &token(&paseto)).await);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(3), "it waited for the shelf");
}

#[actix_web::test]
async fn profiles_with_a_store_each_never_come_to_share_a_key() {
    let (one, two) = (new_key(), new_key());
    let shelf = Shelf::with(&one.0);
    shelf.put("admin", &two.0);
    let text = "[default]\nkeys.active = 'shelf:key'\nkeys.pending = '0s'\n\
                [admin]\nkeys.active = 'shelf:admin'\n";
    let builder = support::from_toml(text).source("shelf", shelf.clone());
    let paseto = support::builder(builder).await;
    shelf.put("key", &two.0);
    let refused = paseto.refresh_keys().await.unwrap_err();
    assert!(refused.to_string().contains("another revocation store"), "{refused}");
    assert_eq!(sealing(&paseto), one.1);
    assert!(paseto.key_status()[0].trouble.is_some());
    shelf.put("key", &new_key().0);
    paseto.refresh_keys().await.unwrap();
}
