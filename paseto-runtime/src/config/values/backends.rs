//! Values of the tables of backends, and of how keys are read again.

use std::path::PathBuf;
use std::time::Duration;

use figment::value::Value;

use super::{filled, items, list, number, text, within};
use crate::config::error::Problem;
use crate::secret::SecretText;
use crate::secrets::SecretRef;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

pub(in crate::config) fn timeout(value: &Value) -> Result<Duration, Problem> {
    within(value, &(Duration::from_millis(100)..=MINUTE), "between 100ms and 60s")
}

pub(in crate::config) fn refresh(value: &Value) -> Result<Option<Duration>, Problem> {
    let form = "between 1s and 1d, or \"never\"";
    unless_never(value, |value| within(value, &(Duration::from_secs(1)..=DAY), form))
}

pub(in crate::config) fn max_stale(value: &Value) -> Result<Option<Duration>, Problem> {
    let form = "between 2s and 365d, or \"never\"";
    unless_never(value, |value| within(value, &(Duration::from_secs(2)..=YEAR), form))
}

pub(in crate::config) fn pending(value: &Value) -> Result<Duration, Problem> {
    within(value, &(Duration::ZERO..=YEAR), "at most 365d")
}

fn unless_never<T>(
    value: &Value,
    parse: impl FnOnce(&Value) -> Result<T, Problem>,
) -> Result<Option<T>, Problem> {
    if value.as_str() == Some("never") { Ok(None) } else { parse(value).map(Some) }
}

pub(in crate::config) fn path(value: &Value) -> Result<Option<PathBuf>, Problem> {
    text(value).map(|path| Some(path.into()))
}

pub(in crate::config) fn reference(value: &Value) -> Result<Option<SecretRef>, Problem> {
    let text = SecretText::from(filled(value)?.to_owned());
    Ok(Some(SecretRef::parse(&text)?))
}

pub(in crate::config) fn references(value: &Value) -> Result<Vec<SecretRef>, Problem> {
    let all: Result<Vec<_>, _> = items(value).iter().map(reference).collect();
    Ok(all?.into_iter().flatten().collect())
}

pub(in crate::config) fn registers(value: &Value) -> Result<Vec<u8>, Problem> {
    list(value, |item| {
        let register = number(item, 0..=23, "numbers from 0 to 23")?;
        u8::try_from(register).map_err(|_| Problem::MustBe("numbers from 0 to 23"))
    })
}
