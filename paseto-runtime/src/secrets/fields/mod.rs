//! The members of a secret that is a JSON object: read and written alike wherever it is kept.
//!
//! The rules stand at [`SecretSource`](super::SecretSource).

#[cfg(any(feature = "aws", feature = "keyutils", feature = "secret-service"))]
mod json;
#[cfg(any(feature = "aws", feature = "keyutils", feature = "secret-service", feature = "vault"))]
mod members;

#[cfg(any(
    feature = "aws",
    feature = "keyutils",
    feature = "secret-service",
    feature = "vault"
))]
pub(super) use members::Fields;
use serde_json::{Map, Value};
use zeroize::{Zeroize as _, Zeroizing};

use super::SecretError;
use super::file::Named;
use crate::secret::SecretBytes;

const NO_TEXT: &str = "a table, a list, a date or nothing, where a text belongs";
const FRACTION: &str = "a number that is not whole; put it in quotes";
const EMPTY: &str = "empty, which would be as good as absent";

/// What is as good as absent is not written.
pub(super) fn check_value(value: &SecretBytes, named: Named<'_>) -> Result<(), SecretError> {
    let is_empty = value.expose().trim_ascii().is_empty();
    if is_empty { Err(named.malformed(EMPTY)) } else { Ok(()) }
}

/// A text as it is, a whole number and a truth value as they are written. `None` if it is empty.
pub(super) fn text(value: &Value) -> Result<Option<Zeroizing<String>>, &'static str> {
    let text = Zeroizing::new(match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        // Another form of it, such as `1e3`, would not come out as it is written.
        Value::Number(number) if number.is_f64() => return Err(FRACTION),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return Err(NO_TEXT),
    });
    Ok(Some(text).filter(|text| !text.trim_ascii().is_empty()))
}

/// In place of whatever is there; a table or a list is left alone.
pub(super) fn put(
    members: &mut Map<String, Value>,
    name: &str,
    text: &str,
) -> Result<(), &'static str> {
    check_single(members.get(name))?;
    if let Some(mut old) = members.insert(name.to_owned(), Value::String(text.to_owned())) {
        wipe(&mut old);
    }
    Ok(())
}

/// Whether there was such a member; a table or a list is left alone.
pub(super) fn remove(members: &mut Map<String, Value>, name: &str) -> Result<bool, &'static str> {
    check_single(members.get(name))?;
    Ok(members.remove(name).map(|mut old| wipe(&mut old)).is_some())
}

fn check_single(value: Option<&Value>) -> Result<(), &'static str> {
    let holds_more = value.is_some_and(|value| value.is_object() || value.is_array());
    if holds_more { Err(NO_TEXT) } else { Ok(()) }
}

pub(super) fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
