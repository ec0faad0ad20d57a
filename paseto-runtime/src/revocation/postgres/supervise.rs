//! Keeps a place filled with a connection that answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::connect::Target;
use super::fault::Fault;
use super::link::Link;
use super::server::Server;
use crate::revocation::StoreError;

/// Between two attempts; and as much again at most, so that nodes do not come all at once.
const PAUSE: Duration = Duration::from_millis(100);
const JITTER: u64 = 50;

/// How long a connection may be silent before it is asked something.
const SILENCE: Duration = Duration::from_millis(500);

/// For ever.
pub(super) async fn supervise(server: Arc<Server>, target: Target, place: usize) {
    loop {
        if let Ok((link, driver)) = connect(&server, &target).await {
            server.links.put(place, Some(Arc::clone(&link)));
            watch(&server, &link, &driver).await;
            server.links.put(place, None);
            // What is still asked of it ends with it.
            driver.abort();
        }
        sleep(PAUSE + Duration::from_millis(random(JITTER))).await;
    }
}

/// Published only once it has answered: so a server that has gone back is seen before it is used.
async fn connect(
    server: &Server,
    target: &Target,
) -> Result<(Arc<Link>, JoinHandle<()>), StoreError> {
    let (client, connection) = target.connect().await?;
    let driver = tokio::spawn(async move {
        let _ = connection.await;
    });
    let link = Arc::new(Link::new(client, server.options.prepared));
    match server.greet(&link).await {
        // Its word is the answer: whoever asks it is told.
        Ok(()) | Err(StoreError::Lost) => Ok((link, driver)),
        Err(error) => {
            driver.abort();
            Err(error)
        }
    }
}

/// Until it has ended, or does not answer any more.
async fn watch(server: &Server, link: &Link, driver: &JoinHandle<()>) {
    loop {
        tokio::select! {
            () = link.over() => return,
            () = sleep(SILENCE) => {}
        }
        // Also while it is busy: questions count no changes, so this is how a node learns what the
        // others have changed. Under load the answer may come late, but then others come.
        // What it answered before says nothing: it may have stopped since.
        link.take_answered();
        let is_alive = is_alive(server, link).await || link.take_answered();
        if driver.is_finished() || !is_alive {
            return;
        }
    }
}

async fn is_alive(server: &Server, link: &Link) -> bool {
    match server.greet(link).await {
        Ok(()) => true,
        Err(StoreError::Unreachable(why)) => {
            // An epoch that has just begun is no fault of the connection.
            why.downcast_ref::<Fault>().is_none_or(|fault| !fault.ends_connection())
        }
        Err(_) => true,
    }
}

/// Below the limit; 0 without randomness.
pub(super) fn random(limit: u64) -> u64 {
    getrandom::u64().map_or(0, |bits| bits % limit.max(1))
}
