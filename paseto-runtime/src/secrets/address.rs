//! Which servers may be told a secret: one rule for every client.

use std::net::IpAddr;

/// Why nothing secret may go to an address. It never holds the address: a login may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// A user or a password stands before the host.
    Login,
    /// `http` to another machine.
    InTheClear,
    /// Neither `https` nor `http`, or no address at all.
    NoAddress,
}

/// Of an address that has been taken apart. Whether its host is this machine.
///
/// # Errors
///
/// [`Distrust`] unless it is `https`, or `http` to this machine, and without a login.
pub(crate) fn check(scheme: &str, host: &str, has_login: bool) -> Result<bool, Distrust> {
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    let is_local = is_loopback(host);
    if has_login {
        Err(Distrust::Login)
    } else if host.is_empty() || !(is("https") || is("http")) {
        Err(Distrust::NoAddress)
    } else if is("http") && !is_local {
        Err(Distrust::InTheClear)
    } else {
        Ok(is_local)
    }
}

/// Whether a host is this machine. `localhost` too: a machine that resolves it elsewhere has given
/// up already (RFC 6761 §6.3).
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let ip = bare.unwrap_or(host).parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}

/// What stands in an address, for those who have no other reader of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// An IPv6 address with its brackets.
    pub(crate) host: &'a str,
    pub(crate) port: Option<u16>,
    /// From the path on.
    pub(crate) rest: &'a str,
}

impl<'a> Parts<'a> {
    /// Strict, lest another reader finds another host in it.
    ///
    /// # Errors
    ///
    /// [`Distrust::Login`] or [`Distrust::NoAddress`].
    pub(crate) fn parse(text: &'a str) -> Result<Self, Distrust> {
        let (scheme, behind) = text.split_once("://").ok_or(Distrust::NoAddress)?;
        let end = behind.find(['/', '?', '#']).unwrap_or(behind.len());
        let (authority, rest) = behind.split_at(end);
        if authority.contains('@') {
            return Err(Distrust::Login);
        }
        let (host, port) = split(authority).ok_or(Distrust::NoAddress)?;
        Ok(Self { scheme, host, port, rest })
    }

    /// As [`check`] says.
    pub(crate) fn check(&self) -> Result<bool, Distrust> {
        check(self.scheme, self.host, false)
    }
}

/// Host and port, and nothing else.
fn split(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(ip) => authority.split_at(ip.find(']')? + 2),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    if !is_host(host) {
        return None;
    }
    match port.strip_prefix(':') {
        // Numbers are read with a plus as well.
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            port.parse().ok().map(|port| (host, Some(port)))
        }
        Some(_) => None,
        None => port.is_empty().then_some((host, None)),
    }
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(ip) => ip.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
            !host.is_empty() && host.bytes().all(is_plain)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn verdict(address: &str) -> Result<bool, Distrust> {
        Parts::parse(address)?.check()
    }

    #[test]
    fn secrets_do_not_travel_in_the_clear() {
        for (address, wanted) in [
            ("https://id.example", Ok(false)),
            ("HTTPS://id.example:8443/path?query", Ok(false)),
            ("https://127.0.0.1", Ok(true)),
            ("http://127.0.0.1:5000", Ok(true)),
            ("http://127.9.9.9/", Ok(true)),
            ("http://[::1]:5000/", Ok(true)),
            ("http://[0:0:0:0:0:0:0:1]", Ok(true)),
            ("http://localhost", Ok(true)),
            ("http://LocalHost:80", Ok(true)),
            ("http://id.example", Err(Distrust::InTheClear)),
            ("http://10.0.0.1", Err(Distrust::InTheClear)),
            ("http://[::ffff:10.0.0.1]", Err(Distrust::InTheClear)),
            ("http://localhost.example", Err(Distrust::InTheClear)),
            ("http://127.0.0.1.example", Err(Distrust::InTheClear)),
            ("http://127.1", Err(Distrust::InTheClear)),
            ("http://127.0.0.1@id.example", Err(Distrust::Login)),
            ("https://name:CANARY@id.example", Err(Distrust::Login)),
            ("https://@id.example", Err(Distrust::Login)),
            ("http://127.0.0.1\\@id.example", Err(Distrust::Login)),
            ("ftp://127.0.0.1", Err(Distrust::NoAddress)),
            ("https://", Err(Distrust::NoAddress)),
            ("https://:443", Err(Distrust::NoAddress)),
            ("https://id.example:port", Err(Distrust::NoAddress)),
            ("https://id.example:443:1", Err(Distrust::NoAddress)),
            ("https://id.example:+443", Err(Distrust::NoAddress)),
            ("https://id.example:65536", Err(Distrust::NoAddress)),
            ("https://id.example:", Err(Distrust::NoAddress)),
            ("https://[::1", Err(Distrust::NoAddress)),
            ("https://[::1]x", Err(Distrust::NoAddress)),
            ("https://[id.example]", Err(Distrust::NoAddress)),
            ("https://*.example", Err(Distrust::NoAddress)),
            ("https://id example", Err(Distrust::NoAddress)),
            ("id.example", Err(Distrust::NoAddress)),
            ("", Err(Distrust::NoAddress)),
        ] {
            assert_eq!(verdict(address), wanted, "{address}");
        }
    }

    #[test]
    fn an_address_falls_into_its_parts() {
        let parts = Parts::parse("https://[::1]:8443/a?b").unwrap();
        assert_eq!((parts.scheme, parts.host), ("https", "[::1]"));
        assert_eq!((parts.port, parts.rest), (Some(8443), "/a?b"));
        let parts = Parts::parse("http://localhost?b").unwrap();
        assert_eq!((parts.host, parts.port, parts.rest), ("localhost", None, "?b"));
    }
}
