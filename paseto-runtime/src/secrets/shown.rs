//! Settings as they are printed: a login or a query in an address may be a credential.

use std::fmt;

use super::address::Parts;
use super::{AwsSettings, JwksSettings, VaultSettings};

/// An address without what does not belong into one.
struct Shown<'a>(&'a str);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = Parts::parse(self.0).is_ok() && !self.0.contains(['?', '#']);
        fmt::Debug::fmt(if is_plain { self.0 } else { "[REDACTED]" }, f)
    }
}

fn shown(address: &Option<String>) -> Option<Shown<'_>> {
    address.as_deref().map(Shown)
}

impl fmt::Debug for VaultSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("VaultSettings");
        out.field("address", &shown(&self.address)).field("mount", &self.mount);
        out.field("namespace", &self.namespace).field("ca", &self.ca);
        out.field("token", &self.token).field("role_id", &self.role_id);
        out.field("secret_id", &self.secret_id).field("wrapped", &self.wrapped);
        out.field("auth_mount", &self.auth_mount).field("timeout", &self.timeout).finish()
    }
}

impl fmt::Debug for AwsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("AwsSettings");
        out.field("region", &self.region).field("endpoint", &shown(&self.endpoint));
        out.field("timeout", &self.timeout).finish()
    }
}

impl fmt::Debug for JwksSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("JwksSettings");
        out.field("issuer", &shown(&self.issuer)).field("host", &self.host);
        out.field("ca", &self.ca).field("max_length", &self.max_length);
        out.field("timeout", &self.timeout).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_in_an_address_is_not_printed() {
        for address in ["https://u:CANARY@v", "https://v?CANARY", "https://v#CANARY", "CANARY"] {
            let address = Some(address.to_owned());
            let vault = VaultSettings { address: address.clone(), ..VaultSettings::default() };
            let aws = AwsSettings { endpoint: address.clone(), ..AwsSettings::default() };
            let jwks = JwksSettings { issuer: address, ..JwksSettings::default() };
            let printed = format!("{vault:?} {aws:#?} {jwks:?}");
            assert!(!printed.contains("CANARY"), "{printed}");
        }
        let address = Some("https://vault.example:8200/behind".to_owned());
        let vault = VaultSettings { address, ..VaultSettings::default() };
        assert!(format!("{vault:?}").contains("https://vault.example:8200/behind"));
    }
}
