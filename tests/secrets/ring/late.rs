//! A new key that is learned of later than it should have begun.

use actix_paseto::key::{KeyId, KeyState};
use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{
    Capabilities, Secret, SecretFuture, SecretPath, SecretSource, SetOptions, Version,
};

use super::shelf::Shelf;
use super::support::{self, HandClock, NOON, from_toml, rfc3339};
use super::talk::{SLOW, accepts, new_key, program_at, sealing, state, token};

/// `keys.pending` of [`SLOW`], and more than that.
const PENDING: u64 = 7_200_000;
const LONGER: u64 = PENDING + 60_000;

/// A shelf that takes hours to write.
#[derive(Debug)]
struct Slow(Shelf, HandClock);

impl SecretSource for Slow {
    fn name(&self) -> &'static str {
        "shelf"
    }

    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        self.0.get(path)
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        self.1.forward(LONGER);
        self.0.set(path, value, options)
    }
}

/// Neither by the one who has written it nor by the others: who has not read it yet would refuse.
#[actix_web::test]
async fn a_key_that_was_written_late_waits_all_the_same() {
    let (clock, old) = (HandClock::new(), new_key());
    let shelf = Shelf::with(&old.0);
    let text = format!("[default]\nkeys.active = 'shelf:key'\n{SLOW}");
    let source = Slow(shelf.clone(), clock.clone());
    let builder = from_toml(&text).source("shelf", source).clock(clock.clock());
    let one = support::builder(builder).await;
    let other = program_at(&shelf, SLOW, clock.clock()).await;
    let new = one.rotate().await.unwrap().id;
    assert_eq!((sealing(&one), sealing(&other)), (old.1.clone(), old.1.clone()));
    other.refresh_keys().await.unwrap();
    assert_eq!((sealing(&one), sealing(&other)), (old.1.clone(), old.1.clone()));
    assert_eq!(state(&other, &new), Some(KeyState::Pending));
    one.refresh_keys().await.unwrap();
    assert_eq!(sealing(&one), old.1);
    clock.forward(PENDING);
    for (here, there) in [(&one, &other), (&other, &one)] {
        assert_eq!(sealing(here), new);
        assert!(accepts(there, &token(here)).await);
    }
}

/// No longer than its tokens are waited for.
#[actix_web::test]
async fn a_process_that_was_away_waits_no_longer_than_it_may_be_stale() {
    let (clock, old, new) = (HandClock::new(), new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    clock.forward(14_000_000);
    let line = |key: &(String, KeyId), state: &str, more: String| {
        format!(r#"{{"key":"{}","id":"{}","state":"{state}",{more}}}"#, key.0, key.1)
    };
    let followed = line(&old, "active", format!(r#""until":"{}""#, rfc3339(NOON + 4 * PENDING)));
    let follows = line(&new, "pending", format!(r#""from":"{}""#, rfc3339(NOON)));
    shelf.put("key", &format!(r#"{{"keys":[{followed},{follows}]}}"#));
    paseto.refresh_keys().await.unwrap();
    assert_eq!(sealing(&paseto), old.1);
    clock.forward(400_000);
    assert_eq!(sealing(&paseto), new.1);
}
