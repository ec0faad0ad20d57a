//! A time limit that needs no runtime: not every one has timers, and a source does not choose it.

use std::sync::LazyLock;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// For a time limit that no clock can tell.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Rings by being dropped.
struct Bell {
    at: Instant,
    cord: oneshot::Sender<()>,
}

static BELLS: LazyLock<Sender<Bell>> = LazyLock::new(|| {
    let (sender, bells) = mpsc::channel();
    // Without a thread every bell rings at once: an outage, which can be tried again.
    drop(thread::Builder::new().name("paseto-alarm".to_owned()).spawn(move || watch(&bells)));
    sender
});

/// Comes to an end, as an error, when the time is over.
pub(super) fn after(time: Duration) -> oneshot::Receiver<()> {
    let (cord, bell) = oneshot::channel();
    let now = Instant::now();
    let at = now.checked_add(time).unwrap_or(now + LONGEST);
    drop(BELLS.send(Bell { at, cord }));
    bell
}

fn watch(bells: &Receiver<Bell>) {
    let mut waiting: Vec<Bell> = Vec::new();
    loop {
        let now = Instant::now();
        waiting.retain(|bell| bell.at > now && !bell.cord.is_closed());
        let new = match waiting.iter().map(|bell| bell.at).min() {
            Some(next) => bells.recv_timeout(next.saturating_duration_since(now)).ok(),
            None => match bells.recv() {
                Ok(bell) => Some(bell),
                Err(_) => return,
            },
        };
        waiting.extend(new);
    }
}
