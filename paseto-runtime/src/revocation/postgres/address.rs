//! From the URL to the servers that it names.

use std::net::IpAddr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::revocation::SharedStoreError;
use crate::secret::SecretText;

/// The name under which the server lists our connections, unless the URL gives one.
const APPLICATION: &str = "actix-paseto";

/// Every server by itself: the driver would wait for the first before it tries the second.
///
/// # Errors
///
/// [`SharedStoreError::Address`], in words of our own: the driver's would quote the URL.
pub(super) fn servers(url: &SecretText) -> Result<Vec<Config>, SharedStoreError> {
    let url = with_plain_mode(url.expose());
    let config: Config = url.parse().map_err(|_| SharedStoreError::Address(unreadable(&url)))?;
    let count = config.get_hosts().len().max(config.get_hostaddrs().len());
    if count == 0 {
        let why = "it names no host (`postgres:///DATABASE?host=/run/postgresql` for a socket)";
        return Err(SharedStoreError::Address(why));
    }
    let ports = config.get_ports().len();
    if ports > 1 && ports != count {
        return Err(SharedStoreError::Address("it names more ports than hosts, or fewer"));
    }
    Ok((0..count).map(|n| one(&config, n)).collect())
}

fn unreadable(url: &str) -> &'static str {
    match url.split_once('?') {
        Some((_, options)) if options.contains("sslrootcert=") => {
            "`sslrootcert` is `revocation.ca_file` here"
        }
        Some(_) => "PostgreSQL's driver cannot read it, or does not know one of its options",
        None => "PostgreSQL's driver cannot read it",
    }
}

/// Certificates are always verified, as `verify-full` has it; the driver knows only `require`.
fn with_plain_mode(url: &str) -> String {
    let Some((address, options)) = url.split_once('?') else { return url.to_owned() };
    let plain = options.split('&').map(|option| match option {
        "sslmode=verify-full" | "sslmode=verify-ca" => "sslmode=require",
        other => other,
    });
    format!("{address}?{}", plain.collect::<Vec<_>>().join("&"))
}

fn one(all: &Config, n: usize) -> Config {
    let mut config = Config::new();
    match all.get_hosts().get(n) {
        Some(Host::Tcp(host)) => drop(config.host(host)),
        #[cfg(unix)]
        Some(Host::Unix(path)) => drop(config.host_path(path)),
        None => {}
    }
    if let Some(address) = all.get_hostaddrs().get(n) {
        config.hostaddr(*address);
    }
    if let Some(port) = all.get_ports().get(n).or(all.get_ports().first()) {
        config.port(*port);
    }
    identify(all, &mut config);
    config.ssl_mode(mode(all, &config)).ssl_negotiation(all.get_ssl_negotiation());
    config.channel_binding(all.get_channel_binding());
    config.target_session_attrs(all.get_target_session_attrs());
    config.keepalives(all.get_keepalives()).keepalives_idle(all.get_keepalives_idle());
    config
}

/// Over a network nobody between the two may choose to do without TLS: only the URL may.
fn mode(all: &Config, own: &Config) -> SslMode {
    let stays = is_here(own) || all.get_ssl_mode() != SslMode::Prefer;
    if stays { all.get_ssl_mode() } else { SslMode::Require }
}

fn is_here(server: &Config) -> bool {
    if let Some(address) = server.get_hostaddrs().first() {
        return address.is_loopback();
    }
    server.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

fn identify(all: &Config, config: &mut Config) {
    if let Some(user) = all.get_user() {
        config.user(user);
    }
    if let Some(password) = all.get_password() {
        config.password(password);
    }
    if let Some(database) = all.get_dbname() {
        config.dbname(database);
    }
    if let Some(options) = all.get_options() {
        config.options(options);
    }
    config.application_name(all.get_application_name().unwrap_or(APPLICATION));
}

/// Whether certificates may be needed.
pub(super) fn uses_tls(servers: &[Config]) -> bool {
    servers.iter().any(|server| server.get_ssl_mode() != SslMode::Disable)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn every_host_becomes_a_server_and_no_error_shows_the_password() {
        let url = "postgres://me:canary@a:1,b:2/db?sslmode=verify-full&options=-cx%3Dy";
        let read = servers(&SecretText::from(url.to_owned())).unwrap();
        let ports: Vec<_> = read.iter().map(|server| server.get_ports().to_vec()).collect();
        assert_eq!(ports, [[1], [2]]);
        for server in read {
            assert_eq!(server.get_ssl_mode(), SslMode::Require);
            assert_eq!(server.get_password(), Some("canary".as_bytes()));
            assert_eq!(server.get_options(), Some("-cx=y"));
            assert!(!format!("{server:?}").contains("canary"));
        }
        let url = "postgres://127.0.0.1,localhost,db1,db2/db?hostaddr=127.0.0.1,::1,10.0.0.1,::1";
        let modes = |url: &str| {
            let read = servers(&SecretText::from(url.to_owned())).unwrap();
            read.iter().map(Config::get_ssl_mode).collect::<Vec<_>>()
        };
        use SslMode::{Disable, Prefer, Require};
        assert_eq!(modes(url), [Prefer, Prefer, Require, Prefer]);
        let hosts = "postgres://127.0.0.1,localhost,10.0.0.1,db,[::1],%2Frun/db";
        assert_eq!(modes(hosts), [Prefer, Prefer, Require, Require, Prefer, Prefer]);
        assert_eq!(modes("postgres://db/db?sslmode=disable"), [Disable]);
        for bad in ["postgres://me:canary@a/db?canary=1", "postgres://me:canary@a:port/", "canary"]
        {
            let error = servers(&SecretText::from(bad.to_owned())).unwrap_err();
            assert!(!format!("{error:?} {error}").contains("canary"), "{bad}");
        }
    }
}
