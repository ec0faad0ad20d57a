//! What the stores' errors mean. Nothing of them is kept: `BadEncoding` and `BadDataFormat` carry
//! the secret itself, others whatever a service of the bus has said.

use keyring_core::Error;

use crate::secrets::{Outage, SecretError};

/// The same error without its content.
#[allow(clippy::wildcard_enum_match_arm, reason = "foreign, and free to grow")]
pub(super) fn of(error: &Error, backend: &'static str, path: &str) -> SecretError {
    let path = || path.to_owned();
    let malformed = |what| SecretError::Malformed { backend, path: path(), what };
    match error {
        Error::NoEntry => SecretError::NotFound { backend, path: path() },
        Error::BadEncoding(_) => malformed("not UTF-8"),
        Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            malformed("not in the store's format")
        }
        Error::TooLong(_, most) => {
            let most = usize::try_from(*most).unwrap_or(usize::MAX);
            SecretError::TooLong { backend, path: path(), most }
        }
        Error::Invalid(..) => malformed("the store does not take such a name or value"),
        Error::Ambiguous(_) => malformed("several items have these attributes; delete all but one"),
        Error::NotSupportedByStore(_) => SecretError::Unsupported { backend, operation: "do that" },
        Error::NoStorageAccess(cause) => no_access(&cause.to_string(), backend, path()),
        Error::PlatformFailure(cause) => failure(&cause.to_string(), backend, path()),
        _ => SecretError::Unavailable { backend, cause: Outage::Server },
    }
}

/// The crates below have no types for the following that we could name; their words decide and go.
fn no_access(words: &str, backend: &'static str, path: String) -> SecretError {
    if words.contains("AccessDenied") {
        return SecretError::Denied { backend, path };
    }
    if words.contains("result not returned") {
        let what = "the service has no default collection; make one, such as `login`";
        return SecretError::Config { backend, what };
    }
    SecretError::Unavailable { backend, cause: Outage::Locked }
}

fn failure(words: &str, backend: &'static str, path: String) -> SecretError {
    let any = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    if any(&["IsLocked"]) {
        return SecretError::Unavailable { backend, cause: Outage::Locked };
    }
    if any(&["PermissionDenied", "AccessDenied"]) {
        return SecretError::Denied { backend, path };
    }
    if any(&["NoSuchObject"]) {
        return SecretError::NotFound { backend, path };
    }
    if any(&["Crypto error", "serde error", "Signature mismatch"]) {
        let what = "the service does not keep to its protocol";
        return SecretError::Malformed { backend, path, what };
    }
    let is_gone =
        any(&["NoReply", "ServiceUnknown", "Disconnected", "I/O error", "no secret service"]);
    let cause = if is_gone { Outage::NoConnection } else { Outage::Server };
    SecretError::Unavailable { backend, cause }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use std::error::Error as _;
    use std::io;

    use keyring_core::Error;

    use super::of;
    use crate::secrets::{Outage, SecretError};

    const CANARY: &str = "CANARY-of-the-keyring";

    fn platform(words: &str) -> Box<dyn std::error::Error + Send + Sync> {
        Box::new(io::Error::other(words.to_owned()))
    }

    #[test]
    fn no_error_shows_what_the_store_has_put_into_it() {
        let text = || CANARY.to_owned();
        let bytes = || CANARY.as_bytes().to_vec();
        let errors = [
            Error::PlatformFailure(platform(CANARY)),
            Error::NoStorageAccess(platform(CANARY)),
            Error::NoEntry,
            Error::BadEncoding(bytes()),
            Error::BadDataFormat(bytes(), platform(CANARY)),
            Error::BadStoreFormat(text()),
            Error::TooLong(text(), 7),
            Error::Invalid(text(), text()),
            Error::Ambiguous(Vec::new()),
            Error::NoDefaultStore,
            Error::NotSupportedByStore(text()),
        ];
        for error in errors {
            let ours = of(&error, "keyring", "apps/k1");
            let shown = format!("{ours:?} {ours:#?} {ours}");
            assert!(!shown.contains(CANARY), "{shown}");
            // The bytes as `Debug` of a vector prints them.
            assert!(!shown.contains("67, 65, 78"), "{shown}");
            assert!(ours.source().is_none(), "{shown}");
        }
    }

    #[test]
    fn words_of_the_platform_decide_what_can_be_waited_for() {
        let failed = |words| of(&Error::PlatformFailure(platform(words)), "keyring", "apps/k1");
        let locked = failed("zbus error: org.freedesktop.Secret.Error.IsLocked: x");
        assert_eq!(locked, SecretError::Unavailable { backend: "keyring", cause: Outage::Locked });
        let gone = failed("zbus error: org.freedesktop.DBus.Error.NoReply: x");
        assert!(matches!(gone, SecretError::Unavailable { cause: Outage::NoConnection, .. }));
        assert!(matches!(failed("PermissionDenied"), SecretError::Denied { .. }));
        assert!(matches!(failed("Crypto error: x"), SecretError::Malformed { .. }));
    }
}
