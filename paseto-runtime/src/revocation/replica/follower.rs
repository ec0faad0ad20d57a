//! Keeps a copy up to date, for as long as the store that it is for lives.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;

use super::copies::Copies;
use crate::revocation::shared::{Feed, Sink};

/// After the feed has ended.
const PAUSE: Duration = Duration::from_millis(100);

/// So that many nodes do not all come back at once.
const JITTER: Duration = Duration::from_millis(50);

/// What time brings is looked after as often as this: an expired entry goes within half a minute.
const TICK: Duration = Duration::from_millis(25);

/// Ends the follower when it is dropped.
pub(super) type Leash = oneshot::Sender<()>;

pub(super) fn start(feed: &Arc<dyn Feed>, copies: &Arc<Copies>) -> Leash {
    let (leash, end) = oneshot::channel();
    feed.spawn(Box::pin(follow(Arc::clone(feed), Arc::clone(copies), end)));
    feed.spawn(Box::pin(tick(Arc::downgrade(copies))));
    leash
}

async fn follow(feed: Arc<dyn Feed>, copies: Arc<Copies>, mut end: oneshot::Receiver<()>) {
    let sink: &dyn Sink = &*copies;
    let follow = async {
        loop {
            copies.heed(&feed.follow(sink).await);
            sleep(PAUSE + jitter()).await;
        }
    };
    tokio::select! {
        biased;
        _ = &mut end => {}
        () = follow => {}
    }
}

async fn tick(copies: Weak<Copies>) {
    while let Some(copies) = copies.upgrade() {
        copies.tick();
        drop(copies);
        sleep(TICK).await;
    }
}

fn jitter() -> Duration {
    let mut byte = [0];
    // Without randomness all come at once.
    let _ = getrandom::fill(&mut byte);
    JITTER * u32::from(u8::from_le_bytes(byte)) / u32::from(u8::MAX)
}
