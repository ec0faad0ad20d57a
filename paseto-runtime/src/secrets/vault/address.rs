//! The address of a server, checked before a token goes there.

use reqwest::Url;

use super::misconfigured;
use crate::secrets::SecretError;
use crate::secrets::address::{Distrust, check};

/// # Errors
///
/// Whatever would show the token to the network, or lead elsewhere than it seems.
pub(super) fn parse(text: &str) -> Result<Url, SecretError> {
    let address = Url::parse(text.trim_ascii()).ok().filter(Url::has_host);
    let address = address.ok_or(misconfigured("the address must be an URL with a host"))?;
    let has_login = !address.username().is_empty() || address.password().is_some();
    match check(address.scheme(), address.host_str().unwrap_or_default(), has_login) {
        Ok(_) if address.query().is_none() && address.fragment().is_none() => Ok(address),
        Ok(_) | Err(Distrust::Login) => {
            Err(misconfigured("the address must have no user, query or fragment"))
        }
        Err(Distrust::InTheClear) => {
            Err(misconfigured("the address must be https; http is for loopback"))
        }
        Err(Distrust::NoAddress) => Err(misconfigured("the address must be https")),
    }
}
