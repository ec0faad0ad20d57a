//! `service/user`, the two words by which the stores of the operating system find an item.

use crate::secrets::{SecretError, SecretPath};

/// What an item is found by.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) service: String,
    pub(super) user: String,
}

impl Name {
    /// The last slash divides: a service may have slashes, a user has none.
    pub(super) fn of(backend: &'static str, path: &SecretPath) -> Result<Self, SecretError> {
        let (service, user) = path.name().rsplit_once('/').unwrap_or_default();
        if service.is_empty() || user.is_empty() {
            let what = "a path here is `service/user`";
            return Err(SecretError::Malformed { backend, path: path.to_string(), what });
        }
        if path.wanted_version().is_some() {
            return Err(SecretError::Unsupported { backend, operation: "read older versions" });
        }
        Ok(Self { service: service.to_owned(), user: user.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

    use super::Name;
    use crate::secrets::{SecretError, SecretPath};

    fn of(path: &str) -> Result<(String, String), SecretError> {
        Name::of("keyring", &SecretPath::parse(path).unwrap()).map(|name| (name.service, name.user))
    }

    #[test]
    fn the_last_slash_divides() {
        assert_eq!(of("apps/k1").unwrap(), ("apps".to_owned(), "k1".to_owned()));
        assert_eq!(of("apps/api/k1#field").unwrap(), ("apps/api".to_owned(), "k1".to_owned()));
        for bare in ["k1", "/k1", "apps/"] {
            let Err(SecretError::Malformed { path, .. }) = of(bare) else { panic!("{bare}") };
            assert_eq!(path, bare);
        }
    }

    #[test]
    fn older_versions_are_not_kept() {
        let path = SecretPath::parse("apps/k1").unwrap().version("2");
        let error = Name::of("keyring", &path).unwrap_err();
        assert!(matches!(error, SecretError::Unsupported { .. }), "{error}");
    }
}
