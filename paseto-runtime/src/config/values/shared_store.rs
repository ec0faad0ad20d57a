//! The values of the table `revocation` that are for shared stores.

use std::time::Duration;

use figment::value::Value;

use super::within;
use crate::config::error::Problem;
use crate::revocation::AfterDataLoss;

pub(in crate::config) fn namespace(value: &Value) -> Result<Option<String>, Problem> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let text = value.as_str().filter(|text| (1..=64).contains(&text.len()));
    let text = text.filter(|text| text.bytes().all(plain));
    let why = "1 to 64 letters, digits, `.`, `_` and `-`";
    text.map(|text| Some(text.to_owned())).ok_or(Problem::MustBe(why))
}

pub(in crate::config) fn max_staleness(value: &Value) -> Result<Duration, Problem> {
    let range = Duration::from_millis(200)..=Duration::from_secs(60);
    within(value, &range, "between 200ms and 60s")
}

pub(in crate::config) fn after_data_loss(value: &Value) -> Result<AfterDataLoss, Problem> {
    match value.as_str() {
        Some("refuse") => Ok(AfterDataLoss::Refuse),
        Some("void") => Ok(AfterDataLoss::Void),
        _ => Err(Problem::MustBe("\"refuse\" or \"void\"")),
    }
}
