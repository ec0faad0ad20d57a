//! Who says what becomes of a store that has lost its data.

use std::time::{Duration, Instant};

use actix_paseto::revocation::{
    OlderTokens, PostgresStore, RedisStore, RevocationStore, SharedOptions,
};
use actix_paseto::secret::SecretText;
use actix_paseto::time::Clock;

use crate::trial::Trial;

fn options() -> SharedOptions {
    SharedOptions {
        namespace: "paseto-default".to_owned(),
        dangerous_allow_forgetting: true,
        timeout: Duration::from_secs(5),
        ..SharedOptions::default()
    }
}

/// Declares every older login void, from outside the application.
pub(crate) fn resume(trial: &Trial, url: &str) {
    voiding(trial);
    let address = SecretText::from(url.to_owned());
    if url.starts_with("redis") {
        resume_in(&RedisStore::open(&address, &options(), &Clock::system()).unwrap());
    } else {
        resume_in(&PostgresStore::open(&address, &options(), &Clock::system()).unwrap());
    }
    void(trial);
}

/// Each node declares it when it notices: whoever logs in meanwhile may be refused as well.
pub(crate) fn voiding(trial: &Trial) {
    trial.load.world().ledger.void_before = Some(Instant::now() + Duration::from_secs(60));
}

/// Whoever is logged in by now may be refused; and who is told of his login a moment later.
pub(crate) fn void(trial: &Trial) {
    let moment = Duration::from_secs(2);
    trial.load.world().ledger.void_before = Some(Instant::now() + moment);
}

fn resume_in(store: &dyn RevocationStore) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(store.resume(OlderTokens::Void)).unwrap();
}
