//! Wakes the copies in other nodes.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::calls::Call;
use super::server::{PATIENCE, Server};
use super::values::Value;

/// At most one notification in as long.
const PAUSE: Duration = Duration::from_millis(5);

/// The server cuts names of channels at 63 bytes.
const LONGEST: usize = 63;

/// The channel of an application.
pub(super) fn channel(namespace: &str) -> String {
    let name = format!("paseto_{namespace}");
    if name.len() <= LONGEST {
        return name;
    }
    // Two that begin alike wake each other, which costs a look.
    name.chars()
        .scan(0, |len, c| {
            *len += c.len_utf8();
            Some((*len, c))
        })
        .take_while(|(len, _)| *len <= LONGEST)
        .map(|(_, c)| c)
        .collect()
}

/// Apart from the writes: a transaction that notifies holds a lock on all others that do until it
/// is on disk, and writers would wait for each other's disk. This one has nothing to put there.
pub(super) async fn wake(server: Arc<Server>) {
    let values = [Value::text(channel(&server.options.namespace)), Value::text("")];
    loop {
        server.news.notified().await;
        if let Ok(link) = server.links.pick() {
            // Copies look by themselves if this does not arrive.
            let _ = link.call_within(PATIENCE, Call::Notify, &values).await;
        }
        sleep(PAUSE).await;
    }
}
