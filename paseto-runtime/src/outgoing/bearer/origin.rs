//! Which servers may see the token.

use crate::secrets::address::{Distrust, Parts};

/// Scheme, host and port of a server that may see the token: over `https`, or on loopback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::outgoing) struct Origin {
    is_secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://host[:port]`; `http` for loopback alone. The error says what is wrong.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let parts = Parts::parse(text).map_err(wrong)?;
        if !matches!(parts.rest, "" | "/") {
            return Err("an origin ends with the host or the port");
        }
        parts.check().map_err(wrong)?;
        Self::of(parts.scheme, parts.host, parts.port).ok_or(wrong(Distrust::NoAddress))
    }

    /// Of a URL that a client has taken apart. `None` for schemes that carry no tokens.
    pub(in crate::outgoing) fn of(scheme: &str, host: &str, port: Option<u16>) -> Option<Self> {
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        let is_secure = is("https") || is("wss");
        if !is_secure && !is("http") && !is("ws") {
            return None;
        }
        let port = port.unwrap_or(if is_secure { 443 } else { 80 });
        Some(Self { is_secure, host: host.to_ascii_lowercase(), port })
    }
}

const fn wrong(distrust: Distrust) -> &'static str {
    match distrust {
        Distrust::NoAddress => "an origin is `https://host[:port]`",
        Distrust::Login => "an origin holds no user and no password",
        Distrust::InTheClear => {
            "without TLS the token would be readable; only loopback may do without"
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_more() {
        let of = |scheme, host, port| Origin::of(scheme, host, port).unwrap();
        for (text, same) in [
            ("https://api.example", of("https", "API.example", Some(443))),
            ("HTTPS://Api.Example:8443/", of("https", "api.example", Some(8443))),
            ("https://api.example", of("wss", "api.example", None)),
            ("http://127.0.0.1:80", of("http", "127.0.0.1", None)),
            ("http://localhost", of("ws", "localhost", None)),
            ("http://[::1]:8080", of("http", "[::1]", Some(8080))),
        ] {
            assert_eq!(Origin::parse(text).unwrap(), same, "{text}");
        }
        for bad in [
            "",
            "api.example",
            "ftp://api.example",
            "https://",
            "https://:443",
            "https://api.example/v1",
            "https://api.example?x",
            "https://user@api.example",
            "https://api.example:port",
            "https://api.example:443:1",
            "https://api.example:+443",
            "https://[api.example]",
            "https://api.example#@evil.example",
            "https://[::1",
            "https://[::1]x",
            "https://*.example",
            "http://api.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
        let secure = Origin::parse("https://localhost:80").unwrap();
        assert_ne!(secure, of("http", "localhost", Some(80)));
    }
}
