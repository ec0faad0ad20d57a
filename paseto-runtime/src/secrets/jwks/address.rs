//! Whom we ask: one host, over a wire that nobody else can write on.

use std::fmt;

use reqwest::Url;

use super::NAME;
use crate::secrets::SecretError;
use crate::secrets::address::{Distrust, check, is_loopback};

/// An address that may be asked. Prints without its query, where some put a token.
#[derive(Clone)]
pub(super) struct Address(Url);

impl Address {
    pub(super) fn parse(text: &str) -> Result<Self, SecretError> {
        let url = Url::parse(text).map_err(|_| config("the address is no URL"))?;
        let has_login = !url.username().is_empty() || url.password().is_some();
        match check(url.scheme(), url.host_str().unwrap_or_default(), has_login) {
            Ok(_) if url.fragment().is_none() => Ok(Self(url)),
            Ok(_) => Err(config("the address must hold no fragment")),
            Err(Distrust::Login) => Err(config("the address must hold no user and no password")),
            Err(Distrust::InTheClear | Distrust::NoAddress) => {
                Err(config("the address must be https, or http on this machine"))
            }
        }
    }

    /// Itself, if it lies on that host; without one any host will do.
    pub(super) fn pinned(self, host: Option<&str>) -> Result<Self, SecretError> {
        let own = self.host();
        match host {
            Some(host) if !host.eq_ignore_ascii_case(own) => {
                Err(config("`host` is not the host of the address"))
            }
            Some(_) | None => Ok(self),
        }
    }

    pub(super) fn is_on_host_of(&self, other: &Self) -> bool {
        self.host() == other.host()
    }

    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(self.host())
    }

    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    pub(super) fn malformed(&self, what: &'static str) -> SecretError {
        SecretError::Malformed { backend: NAME, path: self.to_string(), what }
    }

    /// An IPv6 address without its brackets.
    fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
    }
}

pub(super) const fn config(what: &'static str) -> SecretError {
    SecretError::Config { backend: NAME, what }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.clone();
        shown.set_query(None);
        f.write_str(shown.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
