//! Deletes what is over, a little at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::answers::get;
use super::calls::Call;
use super::server::Server;
use super::supervise::random;
use super::values::Value;

/// Rows of a table in one transaction.
const BATCH: i32 = 1_000;

/// Between two rounds; and half as much again at most, by chance.
const ROUND: Duration = Duration::from_secs(60);

/// Between two transactions: requests come first.
const BREATH: Duration = Duration::from_millis(50);

const PATIENCE: Duration = Duration::from_secs(30);

/// For ever. Any node does it for all; while one is at it the others find nothing to do.
pub(super) async fn expire(server: Arc<Server>) {
    loop {
        sleep(ROUND + Duration::from_millis(random(30_000))).await;
        while batch(&server).await.is_some_and(|gone| gone > 0) {
            sleep(BREATH).await;
        }
    }
}

async fn batch(server: &Server) -> Option<i64> {
    let link = server.links.pick().ok()?;
    let rows = link.call_within(PATIENCE, Call::Expire, &[Value::Number(BATCH)]).await.ok()?;
    get(rows.first()?, "expire").ok()
}
