//! From an address to a connection with whom it says.

use std::time::Duration;

use futures_util::stream::{FuturesOrdered, StreamExt as _};
use redis::{RedisConnectionInfo, Value};
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::address::{Address, Host, Layout};
use super::keys::Keys;
use super::told::{list, must};
use super::trouble::Trouble;
use super::wire::Wire;

/// For the master.
const PATIENCE: Duration = Duration::from_millis(700);

/// For those who know the master: less than a watch takes.
const SILENCE: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(super) struct Dialer {
    address: Address,
    tls: Option<Tls>,
    /// A key of ours, for where a cluster keeps it.
    key: String,
}

struct Tls(TlsConnector);

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Dialer {
    pub(super) fn new(address: Address, tls: Option<TlsConnector>, keys: &Keys) -> Self {
        Self { address, tls: tls.map(Tls), key: keys.epoch() }
    }

    /// Whether the master may be another one each time.
    pub(super) fn is_watched(&self) -> bool {
        matches!(self.address.layout, Layout::Sentinel(_))
    }

    /// Who is the master of our data, by what the address names.
    pub(super) async fn locate(&self) -> Result<Host, Trouble> {
        // All at once: those that are silent hold up nobody. The first one of the address counts.
        let asked = self.address.hosts.iter().map(|host| self.ask_where(host));
        let mut told: FuturesOrdered<_> = asked.collect();
        let mut trouble = Trouble::NotConnected;
        while let Some(found) = told.next().await {
            match found {
                Ok(found) => return Ok(found),
                Err(other) => trouble = other,
            }
        }
        Err(trouble)
    }

    async fn ask_where(&self, host: &Host) -> Result<Host, Trouble> {
        let found = match &self.address.layout {
            Layout::Single => return Ok(host.clone()),
            Layout::Sentinel(master) => timeout(SILENCE, self.ask_sentinel(host, master)).await,
            Layout::Cluster => timeout(SILENCE, self.ask_cluster(host)).await,
        };
        found.unwrap_or(Err(Trouble::Late))
    }

    pub(super) async fn dial(&self, host: &Host) -> Result<Wire, Trouble> {
        let login = self.login().set_db(self.address.database);
        timeout(PATIENCE, self.connect(host, &login)).await.unwrap_or(Err(Trouble::Late))
    }

    fn login(&self) -> RedisConnectionInfo {
        let mut info = RedisConnectionInfo::default().set_skip_set_lib_name();
        if let Some(login) = &self.address.login {
            info = info.set_password(login.password.expose());
            if let Some(user) = &login.user {
                info = info.set_username(user.expose());
            }
        }
        info
    }

    async fn connect(&self, host: &Host, login: &RedisConnectionInfo) -> Result<Wire, Trouble> {
        let stream = TcpStream::connect((host.name.as_str(), host.port)).await?;
        stream.set_nodelay(true)?;
        let Some(Tls(connector)) = &self.tls else { return Wire::over(stream, login).await };
        let name = ServerName::try_from(host.name.clone());
        let name = name.map_err(|_| Trouble::Senseless("its name fits no certificate"))?;
        Wire::over(connector.connect(name, stream).await?, login).await
    }

    /// Sentinels have passwords of their own, or none; some have that of the servers.
    async fn ask_sentinel(&self, host: &Host, master: &str) -> Result<Host, Trouble> {
        let mut question = redis::cmd("SENTINEL");
        question.arg("GET-MASTER-ADDR-BY-NAME").arg(master);
        let nobody = RedisConnectionInfo::default().set_skip_set_lib_name();
        let told = self.connect(host, &nobody).await?.ask(question.clone()).await;
        let told = match told {
            Err(trouble) if trouble.says("NOAUTH") => {
                self.connect(host, &self.login()).await?.ask(question).await
            }
            told => told,
        };
        let found = told?;
        if found == Value::Nil {
            return Err(Trouble::Senseless("the Sentinel knows no master of that name"));
        }
        host_of(list(found)?, host)
    }

    async fn ask_cluster(&self, host: &Host) -> Result<Host, Trouble> {
        let wire = self.connect(host, &self.login()).await?;
        let (mut slot, mut slots) = (redis::cmd("CLUSTER"), redis::cmd("CLUSTER"));
        slot.arg("KEYSLOT").arg(&self.key);
        slots.arg("SLOTS");
        let mut told = wire.ask_all([slot, slots]).await?.into_iter();
        let (slot, slots) = (told.next(), told.next());
        let Some(Value::Int(slot)) = slot.transpose()? else { return Err(NO_CLUSTER) };
        for range in list(slots.transpose()?.ok_or(NO_CLUSTER)?)? {
            let mut range = list(range)?.into_iter();
            if let (Some(Value::Int(first)), Some(Value::Int(last)), Some(master)) =
                (range.next(), range.next(), range.next())
                && (first..=last).contains(&slot)
            {
                return host_of(list(master)?, host);
            }
        }
        Err(NO_CLUSTER)
    }
}

const NO_CLUSTER: Trouble = Trouble::Senseless("the cluster does not say who holds our data");

/// A node that does not know its own name is the one that was asked.
fn host_of(told: Vec<Value>, asked: &Host) -> Result<Host, Trouble> {
    let mut told = told.into_iter();
    let name = match told.next() {
        Some(Value::Nil) | None => String::new(),
        Some(name) => must(name)?,
    };
    let port = told.next().map(must).transpose()?.and_then(|port| port.parse().ok());
    let name = if name.is_empty() || name == "?" { asked.name.clone() } else { name };
    Ok(Host { name, port: port.ok_or(NO_CLUSTER)? })
}
