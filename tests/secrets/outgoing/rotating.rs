//! A token that is refreshed in the background.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_paseto::outgoing::{
    OutgoingToken, RotatingToken, RotatingTokenBuilder, TokenError, TokenProvider as _,
};
use actix_paseto::secret::SecretText;
use actix_paseto::secrets::Outage;
use actix_paseto::time::Clock;
use actix_web::rt::time::sleep;
use futures_util::future::join_all;

use super::setup::Series;

/// Makes tokens that live so long, and can be made to fail.
#[derive(Clone)]
struct Mint {
    life: Option<Duration>,
    made: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
}

impl Mint {
    fn of(life: Option<Duration>) -> Self {
        Self { life, made: Arc::default(), fails: Arc::default() }
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    fn fails(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }

    fn rotation(&self) -> RotatingTokenBuilder {
        let mint = self.clone();
        RotatingToken::from_fn(move || {
            let mint = mint.clone();
            async move { mint.fetch() }
        })
    }

    fn fetch(&self) -> Result<OutgoingToken, TokenError> {
        let number = self.made.fetch_add(1, Ordering::SeqCst) + 1;
        if self.fails.load(Ordering::SeqCst) {
            return Err(TokenError::Own("no token today"));
        }
        let token = OutgoingToken::new(SecretText::from(format!("token-{number}")));
        let expires = self.life.and_then(|life| Clock::system().now().checked_add(life));
        Ok(expires.into_iter().fold(token, OutgoingToken::with_expiry))
    }
}

fn seconds(seconds: f32) -> Duration {
    Duration::from_secs_f32(seconds)
}

async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("it does not come to that");
}

#[actix_web::test]
async fn the_first_token_is_fetched_once_and_its_failure_is_the_callers() {
    let mint = Mint::of(Some(seconds(600.)));
    let token = mint.rotation().start().await.unwrap();
    assert_eq!(token.current().unwrap().expose(), "token-1");
    sleep(seconds(1.)).await;
    assert_eq!(mint.made(), 1);
    mint.fails(true);
    assert!(matches!(mint.rotation().start().await, Err(TokenError::Own(_))));
    let dead = Mint::of(Some(Duration::ZERO)).rotation().start().await;
    assert!(matches!(dead, Err(TokenError::Expired { .. })), "{dead:?}");
}

#[actix_web::test]
async fn a_token_is_replaced_before_it_expires() {
    let mint = Mint::of(Some(seconds(2.)));
    let refreshed = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&refreshed);
    let note = move |token: &OutgoingToken| seen.lock().unwrap().push(token.expose().to_owned());
    let token = mint.rotation().refresh_before(seconds(1.)).on_refresh(note).start().await.unwrap();
    for _ in 0..50 {
        token.current().expect("never expired");
        sleep(seconds(0.1)).await;
    }
    assert_eq!(refreshed.lock().unwrap()[..2], ["token-2", "token-3"]);
}

/// The original fetched once a second then.
#[actix_web::test]
async fn refreshing_earlier_than_half_its_life_is_not_done() {
    let mint = Mint::of(Some(seconds(60.)));
    let _token = mint.rotation().refresh_before(seconds(300.)).start().await.unwrap();
    sleep(seconds(3.)).await;
    assert_eq!(mint.made(), 1);
}

#[actix_web::test]
async fn a_token_without_an_end_is_fetched_by_the_interval() {
    let mint = Mint::of(None);
    let token = mint.rotation().interval(seconds(0.3)).start().await.unwrap();
    until(|| mint.made() >= 3).await;
    drop(token);
    let mint = Mint::of(None);
    let _token = mint.rotation().start().await.unwrap();
    sleep(seconds(1.)).await;
    assert_eq!(mint.made(), 1, "by default after an hour");
}

#[actix_web::test]
async fn failures_are_told_and_survived_until_the_token_expires() {
    let mint = Mint::of(Some(seconds(1.5)));
    let errors = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&errors);
    let note = move |_: &TokenError| {
        count.fetch_add(1, Ordering::SeqCst);
    };
    let token = mint.rotation().on_error(note).start().await.unwrap();
    mint.fails(true);
    until(|| errors.load(Ordering::SeqCst) > 0).await;
    until(|| matches!(token.current(), Err(TokenError::Expired { .. }))).await;
    assert!(errors.load(Ordering::SeqCst) < 20, "it backs off");
    mint.fails(false);
    assert!(token.refresh().await.is_ok());
    assert!(token.current().is_ok());
    until(|| mint.made() > errors.load(Ordering::SeqCst) + 2).await;
}

#[actix_web::test]
async fn panics_of_callbacks_and_fetches_end_nothing() {
    let mint = Mint::of(Some(seconds(0.5)));
    let panicking = |_: &OutgoingToken| panic!("a callback");
    let token = mint.rotation().on_refresh(panicking).start().await.unwrap();
    assert!(token.refresh().await.is_ok());
    until(|| mint.made() >= 5).await;
    assert!(token.current().is_ok());

    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let rotation = RotatingToken::from_fn(move || {
        let number = seen.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_ne!(number, 1, "the second fetch panics");
            Ok(OutgoingToken::new(SecretText::from("hush".to_owned())))
        }
    });
    let token = rotation.interval(seconds(0.2)).start().await.unwrap();
    until(|| count.load(Ordering::SeqCst) >= 4).await;
    assert!(token.current().is_ok());
}

/// What stands before the first `await` of a closure runs when it is called.
#[actix_web::test]
async fn a_closure_that_panics_at_once_ends_nothing() {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let rotation = RotatingToken::from_fn(move || {
        assert_ne!(seen.fetch_add(1, Ordering::SeqCst), 1, "the second call panics");
        async { Ok(OutgoingToken::new(SecretText::from("hush".to_owned()))) }
    });
    let token = rotation.interval(seconds(0.2)).start().await.unwrap();
    until(|| count.load(Ordering::SeqCst) >= 4).await;
    assert!(token.current().is_ok());
}

fn is_late(error: &TokenError) -> bool {
    matches!(error, TokenError::Unavailable { cause: Outage::TimedOut, .. })
}

#[actix_web::test]
async fn a_fetch_that_hangs_is_given_up_and_tried_again() {
    let (hangs, errors) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let (mint, stuck) = (Mint::of(Some(seconds(1.))), Arc::clone(&hangs));
    let rotation = || {
        let (mint, stuck) = (mint.clone(), Arc::clone(&stuck));
        let fetch = move || {
            let (mint, stuck) = (mint.clone(), Arc::clone(&stuck));
            async move {
                if stuck.load(Ordering::SeqCst) {
                    std::future::pending::<()>().await;
                }
                mint.fetch()
            }
        };
        RotatingToken::from_fn(fetch).timeout(seconds(0.2))
    };
    assert!(is_late(&rotation().start().await.unwrap_err()));

    hangs.store(false, Ordering::SeqCst);
    let count = Arc::clone(&errors);
    let note = move |error: &TokenError| {
        assert!(is_late(error));
        count.fetch_add(1, Ordering::SeqCst);
    };
    let token = rotation().on_error(note).start().await.unwrap();
    hangs.store(true, Ordering::SeqCst);
    until(|| errors.load(Ordering::SeqCst) >= 2).await;
    hangs.store(false, Ordering::SeqCst);
    let made = mint.made();
    until(|| mint.made() > made).await;
    assert!(token.refresh().await.is_ok());
}

#[actix_web::test]
async fn many_refreshes_at_once_are_one() {
    let series = Series::of(["a", "b", "c"]);
    let token = RotatingToken::of(series.clone()).start().await.unwrap();
    let all = join_all((0..100).map(|_| token.refresh())).await;
    assert!(all.iter().all(|token| token.as_ref().unwrap().is("b")));
    assert_eq!((series.refreshes(), token.current().unwrap().expose()), (1, "b"));
}

#[actix_web::test]
async fn a_refresh_outlives_callers_in_a_hurry_and_ends_with_stop() {
    let before = tasks();
    let series = Series::of(["a", "b", "c"]);
    let token = RotatingToken::of(series.clone()).start().await.unwrap();
    let hurry = seconds(0.005);
    while token.current().unwrap().is("a") {
        drop(actix_web::rt::time::timeout(hurry, token.refresh()).await);
    }
    assert!(token.current().unwrap().is("b"));

    let hangs = RotatingToken::from_fn({
        let mint = Mint::of(None);
        move || {
            let mint = mint.clone();
            async move {
                let first = mint.fetch();
                if mint.made() > 1 {
                    std::future::pending::<()>().await;
                }
                first
            }
        }
    });
    let hangs = hangs.start().await.unwrap();
    assert!(actix_web::rt::time::timeout(hurry, hangs.refresh()).await.is_err());
    hangs.stop().await;
    token.stop().await;
    until(|| tasks() == before).await;
}

#[actix_web::test]
async fn any_thread_reads_it() {
    let mint = Mint::of(Some(seconds(0.4)));
    let token = Arc::new(mint.rotation().start().await.unwrap());
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let token = Arc::clone(&token);
            std::thread::spawn(move || (0..200_000).filter(|_| token.current().is_ok()).count())
        })
        .collect();
    until(|| readers.iter().all(std::thread::JoinHandle::is_finished)).await;
    let read: usize = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
    assert!(read > 0);
}

/// How many tasks live in this runtime.
fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

async fn started(mint: &Mint) -> RotatingToken {
    mint.rotation().start().await.unwrap()
}

#[actix_web::test]
async fn nothing_is_left_after_stopping_or_dropping() {
    let mint = Mint::of(Some(seconds(0.4)));
    let before = tasks();
    let token = started(&mint).await;
    assert_eq!(tasks(), before + 1);
    token.stop().await;
    assert_eq!(tasks(), before);
    token.stop().await;
    assert!(matches!(token.current(), Err(TokenError::Stopped)));
    assert!(matches!(token.refresh().await, Err(TokenError::Stopped)));
    assert!(!token.validate("token-1"));
    let made = mint.made();
    drop(started(&mint).await);
    until(|| tasks() == before).await;
    sleep(seconds(1.)).await;
    assert_eq!(mint.made(), made + 1);
}
