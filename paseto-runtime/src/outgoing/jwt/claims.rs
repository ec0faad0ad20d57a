//! What a JSON Web Token says.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::JwtError;

/// What a JSON Web Token says. It does not print.
#[derive(Clone, PartialEq)]
pub struct JwtClaims(Map<String, Value>);

impl JwtClaims {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The claim of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The claim `sub`.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.get("sub")?.as_str()
    }

    /// The claim `scopes`, or the words of `scope`.
    #[must_use]
    pub fn scopes(&self) -> Vec<&str> {
        match (self.get("scopes"), self.get("scope")) {
            (Some(Value::Array(scopes)), _) => scopes.iter().filter_map(Value::as_str).collect(),
            (_, Some(Value::String(scope))) => {
                scope.split(' ').filter(|scope| !scope.is_empty()).collect()
            }
            (_, _) => Vec::new(),
        }
    }

    /// All of them as a type of the application's.
    ///
    /// # Errors
    ///
    /// [`JwtError::OtherType`] if they do not fit.
    pub fn into_type<T: DeserializeOwned>(self) -> Result<T, JwtError> {
        serde_json::from_value(Value::Object(self.0)).map_err(|_| JwtError::OtherType)
    }
}

impl fmt::Debug for JwtClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JwtClaims([REDACTED])")
    }
}
