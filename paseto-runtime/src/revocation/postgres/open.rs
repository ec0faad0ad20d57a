//! From an address to a store that answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::connect::Target;
use super::fault::Fault;
use super::link::Link;
use super::server::Server;
use super::{address, epochs, migrate, settings, tls};
use crate::revocation::shared::{Engine, Ledger};
use crate::revocation::{SharedOptions, SharedStoreError};
use crate::secret::SecretText;
use crate::time::Clock;

/// For all of it.
pub(super) const LIMIT: Duration = Duration::from_secs(5);

/// What a store is made of.
pub(super) struct Opened {
    pub(super) server: Arc<Server>,
    pub(super) target: Target,
    pub(super) engine: Engine,
}

pub(super) fn open(
    url: &SecretText,
    options: &SharedOptions,
    clock: &Clock,
) -> Result<Opened, SharedStoreError> {
    let target = target(url, options)?;
    let engine = Engine::start()?;
    let (to, with, now) = (target.clone(), options.clone(), clock.clone());
    let opening = async move {
        timeout(LIMIT, prepare(to, with, now)).await.unwrap_or(Err(Fault::Late.into()))
    };
    let server = engine.wait(opening).unwrap_or(Err(Fault::Nonsense.into()))?;
    Ok(Opened { server, target, engine })
}

fn target(url: &SecretText, options: &SharedOptions) -> Result<Target, SharedStoreError> {
    let servers = address::servers(url)?;
    let ca_file = options.ca_file.as_deref().filter(|_| address::uses_tls(&servers));
    Ok(Target { servers, tls: tls::connector(ca_file)? })
}

async fn prepare(
    target: Target,
    options: SharedOptions,
    clock: Clock,
) -> Result<Arc<Server>, SharedStoreError> {
    let (epoch, changes) = look(&target, &options, &clock).await?;
    let ledger = Ledger::new(epoch, changes);
    let server = Arc::new(Server::new(ledger, options, clock));
    for place in 0..server.options.connections.max(1) {
        tokio::spawn(super::supervise::supervise(Arc::clone(&server), target.clone(), place));
    }
    tokio::spawn(super::wake::wake(Arc::clone(&server)));
    tokio::spawn(super::expiry::expire(Arc::clone(&server)));
    tokio::spawn(Arc::clone(&server).mend());
    server.links.wait().await;
    Ok(server)
}

/// Over a connection of its own, which ends with it.
async fn look(
    target: &Target,
    options: &SharedOptions,
    clock: &Clock,
) -> Result<(crate::revocation::shared::Epoch, u64), SharedStoreError> {
    let (mut client, connection) = target.connect().await?;
    let driver = tokio::spawn(async move {
        let _ = connection.await;
    });
    let forgets = options.dangerous_allow_forgetting;
    settings::examine(&client, forgets).await?;
    migrate::migrate(&mut client, forgets).await?;
    let link = Link::new(client, false);
    let adopted = epochs::adopt(&link, &options.namespace, clock.now()).await;
    driver.abort();
    adopted
}
