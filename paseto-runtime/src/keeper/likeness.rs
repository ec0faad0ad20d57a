//! Whether two profiles mean the same backend.

use crate::secrets::{BackendSettings, JWKS, SecretRef};

/// Whether a source of ours is the same under both settings: only its own table counts, and those
/// of the sources that its own secrets are kept in.
pub(super) fn are_like(scheme: &str, one: &BackendSettings, other: &BackendSettings) -> bool {
    match scheme {
        "vault" => one.vault == other.vault,
        "aws" => one.aws == other.aws,
        "tpm" => one.tpm == other.tpm,
        JWKS => one.jwks == other.jwks,
        "fernet" => {
            let keys = || one.fernet.keys.iter().filter_map(scheme_of);
            // Looking for a key of Fernet in Fernet is an error, and would never end.
            one.fernet == other.fernet
                && keys().all(|kept| kept == "fernet" || are_like(kept, one, other))
        }
        // The others have no settings.
        _ => true,
    }
}

const fn scheme_of(kept: &SecretRef) -> Option<&'static str> {
    match kept {
        SecretRef::Literal(_) => None,
        SecretRef::Stored { scheme, .. } => Some(scheme),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::secret::SecretText;

    fn kept(text: &str) -> SecretRef {
        SecretRef::parse(&SecretText::from(text.to_owned())).unwrap()
    }

    fn settings(change: impl FnOnce(&mut BackendSettings)) -> BackendSettings {
        let mut settings = BackendSettings::default();
        settings.vault.token = Some(kept("one"));
        settings.fernet.keys = vec![kept("vault:fernet")];
        change(&mut settings);
        settings
    }

    #[test]
    fn only_what_a_source_is_told_makes_it_another() {
        let one = settings(|_| ());
        let elsewhere = settings(|other| other.jwks.issuer = Some("https://a.example".into()));
        for scheme in ["env", "file", "keyring", "keyutils", "vault", "aws", "tpm", "fernet"] {
            assert!(are_like(scheme, &one, &elsewhere), "{scheme}");
        }
        assert!(!are_like(JWKS, &one, &elsewhere));
        let token = settings(|other| other.vault.token = Some(kept("two")));
        assert!(!are_like("vault", &one, &token) && are_like("aws", &one, &token));
        assert!(!are_like("fernet", &one, &token), "its key is in the other one's Vault");
    }
}
