//! Who has not read its sources for long does not know what it does not know.

use super::shelf::{Mood, Shelf};
use super::support::HandClock;
use super::talk::{QUICK, SLOW, new_key, program_at, program_with, token, until, verdict};

const HOUR: u64 = 3_600_000;

#[actix_web::test]
async fn unknown_keys_are_doubted_once_a_new_one_may_make_tokens() {
    let clock = HandClock::new();
    for (rule, is_named) in [("preferred", true), ("preferred", false), ("ignored", true)] {
        let lines = format!("{SLOW}\nkeys.kid = '{rule}'");
        let paseto = program_at(&Shelf::with(&new_key().0), &lines, clock.clock()).await;
        let naming = if is_named { "preferred" } else { "ignored" };
        let lines = format!("{SLOW}\nkeys.kid = '{naming}'\nkeys.max_stale = 'never'");
        let lines = lines.replacen("keys.max_stale = '4h'", "", 1);
        let other = program_at(&Shelf::with(&new_key().0), &lines, clock.clock()).await;
        clock.forward(2 * HOUR - 1_000);
        assert_eq!(verdict(&paseto, &token(&other)).await.0, 401, "{rule} {is_named}");
        clock.forward(2_000);
        let seen = verdict(&paseto, &token(&other)).await;
        assert_eq!(seen, (503, "temporarily_unavailable".into()), "{rule} {is_named}");
        assert_eq!(verdict(&paseto, &token(&paseto)).await.0, 200, "it still makes tokens");
        assert_eq!(verdict(&paseto, "v4.local.AAAA").await.0, 401);
        paseto.refresh_keys().await.unwrap();
        assert_eq!(verdict(&paseto, &token(&other)).await.0, 401, "{rule} {is_named}");
    }
}

#[actix_web::test]
async fn a_forged_token_of_a_known_key_is_no_doubt() {
    let clock = HandClock::new();
    let paseto = program_at(&Shelf::with(&new_key().0), SLOW, clock.clock()).await;
    clock.forward(3 * HOUR);
    let forged = token(&paseto);
    let (body, footer) = forged.rsplit_once('.').unwrap();
    let last = if body.ends_with('A') { 'E' } else { 'A' };
    let forged = format!("{}{last}.{footer}", &body[..body.len() - 1]);
    assert_eq!(verdict(&paseto, &forged).await.0, 401);
}

#[actix_web::test]
async fn an_old_source_of_accepted_keys_ends_no_making_of_tokens() {
    let clock = HandClock::new();
    let (own, more) = (Shelf::with(&new_key().0), Shelf::with(&new_key().0));
    let lines = format!("{SLOW}\nkeys.accept = ['other:key']");
    let sources = [("shelf", &own), ("other", &more)];
    let paseto = program_with(&sources, &lines, clock.clock()).await;
    more.mood(Mood::Down);
    clock.forward(4 * HOUR + 1_000);
    assert!(paseto.refresh_keys().await.is_err());
    token(&paseto);
    let status = paseto.key_status().remove(0);
    assert!(!status.is_stale && status.is_doubtful, "{status:?}");
}

#[actix_web::test]
async fn a_clock_set_back_hides_no_age() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_at(&shelf, QUICK, clock.clock()).await;
    shelf.mood(Mood::Down);
    clock.set(super::support::NOON - HOUR);
    until(|| paseto.key_status()[0].is_stale).await;
    shelf.mood(Mood::Up);
    until(|| !paseto.key_status()[0].is_stale).await;
}

#[actix_web::test]
async fn a_read_is_as_old_as_its_beginning() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    let late = clock.clone();
    // The source has answered, and the answer takes two hours to come.
    shelf.on_read(move || late.forward(2 * HOUR));
    paseto.refresh_keys().await.unwrap();
    let age = paseto.key_status()[0].age.unwrap();
    assert!(age.as_secs() >= 7_200, "{age:?}");
}
