//! Where the server is, and how it lets us in.

use std::fmt;

use crate::revocation::SharedStoreError;
use crate::secret::SecretText;

const PORT: u16 = 6_379;
const SENTINEL_PORT: u16 = 26_379;

/// `redis[s][+sentinel|+cluster]://[user:password@]host[:port][,…][/…]`.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) layout: Layout,
    pub(super) hosts: Vec<Host>,
    pub(super) login: Option<Login>,
    pub(super) database: i64,
    pub(super) tls: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// The one server.
    Single,
    /// The hosts are Sentinels, which know the master of this name.
    Sentinel(String),
    /// The hosts know which of them holds what.
    Cluster,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Host {
    pub(super) name: String,
    pub(super) port: u16,
}

/// It may be in no log: an address is a secret as a whole.
impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

#[derive(Debug)]
pub(super) struct Login {
    pub(super) user: Option<SecretText>,
    pub(super) password: SecretText,
}

type Wrong = &'static str;

impl Address {
    pub(super) fn parse(text: &SecretText) -> Result<Self, SharedStoreError> {
        parse(text.expose()).map_err(SharedStoreError::Address)
    }
}

fn parse(text: &str) -> Result<Address, Wrong> {
    let (scheme, rest) = text.split_once("://").ok_or("it has no `://`")?;
    if rest.contains(['?', '#']) {
        return Err("`?` and `#` mean nothing in it; in a password they are `%3F` and `%23`");
    }
    let (kind, layout) = scheme.split_once('+').map_or((scheme, ""), |parts| parts);
    let tls = match kind {
        "redis" => false,
        "rediss" => true,
        _other => return Err("it begins with `redis` or `rediss`"),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (login, hosts) = match authority.rsplit_once('@') {
        Some((login, hosts)) => (Some(read_login(login)?), hosts),
        None => (None, authority),
    };
    let (layout, database) = read_layout(layout, path)?;
    let hosts = read_hosts(hosts, &layout)?;
    Ok(Address { layout, hosts, login, database, tls })
}

fn read_layout(layout: &str, path: &str) -> Result<(Layout, i64), Wrong> {
    match layout {
        "" => Ok((Layout::Single, read_database(path)?)),
        "sentinel" => {
            let (master, database) = path.split_once('/').unwrap_or((path, ""));
            if master.is_empty() {
                return Err("the name of the master follows the Sentinels: `…/MASTER`");
            }
            Ok((Layout::Sentinel(decoded(master)?), read_database(database)?))
        }
        "cluster" if path.is_empty() => Ok((Layout::Cluster, 0)),
        "cluster" => Err("a cluster has one database only: nothing follows the hosts"),
        _other => Err("behind `+` comes `sentinel` or `cluster`"),
    }
}

fn read_database(text: &str) -> Result<i64, Wrong> {
    if text.is_empty() {
        return Ok(0);
    }
    let number = text.parse().ok().filter(|number: &u16| number.to_string() == text);
    number.map(i64::from).ok_or("the database is a number")
}

fn read_hosts(text: &str, layout: &Layout) -> Result<Vec<Host>, Wrong> {
    let port = if matches!(layout, Layout::Sentinel(_)) { SENTINEL_PORT } else { PORT };
    let hosts: Vec<_> =
        text.split(',').map(|host| read_host(host, port)).collect::<Result<_, _>>()?;
    if *layout == Layout::Single && hosts.len() > 1 {
        return Err("several hosts go with `+sentinel` or `+cluster`");
    }
    Ok(hosts)
}

fn read_host(text: &str, port: u16) -> Result<Host, Wrong> {
    let (name, rest) = match text.strip_prefix('[') {
        Some(text) => text.split_once(']').ok_or("a `[` has no `]`")?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let port = match rest.strip_prefix(':') {
        Some(port) => port.parse().ok().filter(|port| *port != 0).ok_or("a port is a number")?,
        None if rest.is_empty() => port,
        None => return Err("behind a host comes its port"),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:%".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err("a host has no name");
    }
    Ok(Host { name: name.to_owned(), port })
}

fn read_login(text: &str) -> Result<Login, Wrong> {
    let (user, password) = text.split_once(':').ok_or("the user has no password")?;
    if password.is_empty() {
        return Err("the user has no password");
    }
    let user = if user.is_empty() { None } else { Some(decoded(user)?.into()) };
    Ok(Login { user, password: decoded(password)?.into() })
}

/// With `%40` as `@`.
fn decoded(text: &str) -> Result<String, Wrong> {
    const WRONG: Wrong = "behind `%` come two hexadecimal digits, and the whole is UTF-8";
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let digits = digits.ok_or(WRONG)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| WRONG)?);
        rest = after.get(2..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).map_err(|_| WRONG)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn hosts(address: &Address) -> Vec<(&str, u16)> {
        address.hosts.iter().map(|host| (host.name.as_str(), host.port)).collect()
    }

    #[test]
    fn an_address_says_where_and_how() {
        let one = parse("rediss://app:p%40ss@[::1]/3").unwrap();
        assert_eq!((hosts(&one), one.database, one.tls), (vec![("::1", 6_379)], 3, true));
        let login = one.login.as_ref().unwrap();
        assert_eq!(login.user.as_ref().unwrap().expose(), "app");
        assert_eq!(login.password.expose(), "p@ss");
        assert!(!format!("{one:?}").contains("p@ss") && !format!("{one:?}").contains("app"));

        let watched = parse("redis+sentinel://:secret@a,b:1/mine/2").unwrap();
        assert_eq!(watched.layout, Layout::Sentinel("mine".to_owned()));
        assert_eq!((hosts(&watched), watched.database), (vec![("a", 26_379), ("b", 1)], 2));
        assert!(watched.login.unwrap().user.is_none());

        let cluster = parse("redis+cluster://a:1,b").unwrap();
        assert_eq!((&cluster.layout, cluster.tls), (&Layout::Cluster, false));
        assert_eq!(hosts(&cluster), [("a", 1), ("b", 6_379)]);
    }

    #[test]
    fn what_is_no_address_is_refused_without_its_secrets() {
        for bad in [
            "redis:a",
            "redis+tls://a",
            "http://a",
            "redis://",
            "redis://a,b",
            "redis://a/x",
            "redis://a/01",
            "redis://a:b:c",
            "redis://a:0",
            "redis://a:70000",
            "redis://secret@a",
            "redis://secret:@a",
            "redis://u:sec%2ret%@a",
            "redis://u:secret@a?b",
            "redis://u:secret@a#insecure",
            "redis+sentinel://a",
            "redis+cluster://a/1",
        ] {
            let error = parse(bad).unwrap_err();
            assert!(!error.contains("secret"), "{bad}");
        }
    }
}
