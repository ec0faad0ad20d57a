//! The application's own claims, as a type.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny};

use crate::error::ClaimError;

/// A set of custom claims: what `#[derive(Claims)]` implements.
///
/// Do not implement it by hand: the derive also refuses names that the library reserves.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not derive `Claims`",
    label = "needs `#[derive(Claims)]` where it is defined"
)]
pub trait ClaimSet: DeserializeOwned + Send + Sync + 'static {
    /// The wire name of the field that grants scopes, marked `#[claim(scopes)]`.
    const SCOPES: Option<&'static str>;

    /// Checks the rules of the fields, `#[claim(…)]`.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Rule`] for the first rule that is broken.
    fn check(&self) -> Result<(), ClaimError>;
}

/// Takes any claims and keeps none: for routes that declare no type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "there is nothing to add")]
pub struct AnyClaims;

impl ClaimSet for AnyClaims {
    const SCOPES: Option<&'static str> = None;

    fn check(&self) -> Result<(), ClaimError> {
        Ok(())
    }
}

impl<'de> Deserialize<'de> for AnyClaims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn any_claims_fit_anything() {
        for payload in ["{}", r#"{"sub":1,"x":[{"y":null}]}"#] {
            assert_eq!(serde_json::from_str::<AnyClaims>(payload).unwrap().check(), Ok(()));
        }
    }
}
