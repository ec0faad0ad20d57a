//! The thread that reads keys: what it survives, and how it is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use actix_paseto::time::Clock;
use actix_web::rt;
use futures_util::future::join_all;

use super::shelf::{Mood, Shelf};
use super::talk::{QUICK, SLOW, keys, new_key, program, program_at, until};

#[actix_web::test]
async fn a_panic_is_told_and_survived() {
    let breaks = Arc::new(AtomicBool::new(false));
    let broken = Arc::clone(&breaks);
    let clock = Clock::from_fn(move || {
        let is_keeper = std::thread::current().name() == Some("paseto-keys");
        assert!(!is_keeper || !broken.load(Ordering::SeqCst), "the clock fell down");
        SystemTime::now()
    });
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_at(&shelf, QUICK, clock).await;
    breaks.store(true, Ordering::SeqCst);
    until(|| paseto.key_status()[0].trouble.is_some()).await;
    breaks.store(false, Ordering::SeqCst);
    until(|| paseto.key_status()[0].trouble.is_none()).await;
    shelf.put("key", &new_key().0);
    until(|| keys(&paseto).len() == 2).await;
    paseto.rotate().await.unwrap();
}

#[actix_web::test]
async fn who_has_gone_is_not_served() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, SLOW).await;
    shelf.mood(Mood::Hangs);
    for _ in 0..50 {
        let asked = rt::time::timeout(Duration::from_millis(1), paseto.refresh_keys()).await;
        assert!(asked.is_err());
    }
    let before = shelf.reads();
    shelf.mood(Mood::Up);
    paseto.refresh_keys().await.unwrap();
    let reads = shelf.reads() - before;
    assert!(reads < 5, "{reads}");
}

#[actix_web::test]
async fn many_that_ask_at_once_are_answered_together() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, SLOW).await;
    let before = shelf.reads();
    let asked = join_all((0..50).map(|_| paseto.refresh_keys())).await;
    assert!(asked.iter().all(Result::is_ok));
    let reads = shelf.reads() - before;
    assert!(reads < 10, "{reads}");
}
