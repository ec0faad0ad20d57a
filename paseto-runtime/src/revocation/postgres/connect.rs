//! From an address to a connection.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::select_ok;
use tokio::time::timeout;
use tokio_postgres::{Client, Config, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault::Fault;

/// For one attempt: a network that drops packets may hold up the next one no longer than this.
const LIMIT: Duration = Duration::from_millis(700);

type TlsStream = <MakeRustlsConnect as tokio_postgres::tls::MakeTlsConnect<Socket>>::Stream;
pub(super) type Driver = Connection<Socket, TlsStream>;

/// Where to, and how.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) servers: Vec<Config>,
    pub(super) tls: MakeRustlsConnect,
}

impl Target {
    /// Asks all of them at once, and takes the first that lets us in: one that hangs, as a machine
    /// that has failed does, keeps nobody from the one that took its place.
    pub(super) async fn connect(&self) -> Result<(Client, Driver), Fault> {
        let attempts = self.servers.iter().map(|server| self.attempt(server).boxed());
        let (connected, _others) = select_ok(attempts).await?;
        Ok(connected)
    }

    async fn attempt(&self, server: &Config) -> Result<(Client, Driver), Fault> {
        let connected = timeout(LIMIT, server.connect(self.tls.clone())).await;
        Ok(connected.map_err(|_| Fault::Late)??)
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target").finish_non_exhaustive()
    }
}
