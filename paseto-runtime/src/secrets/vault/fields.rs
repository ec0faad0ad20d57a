//! What a path without a field means.

use super::wire::json;
use super::{absent, malformed};
use crate::secret::SecretBytes;
use crate::secrets::SecretError;
use crate::secrets::fields::Fields;
use crate::secrets::file::Named;

/// What a path without a field means, where it is text.
pub(super) const WHOLE: &str = "value";

/// One field, or that which stands for all of them, or all of them as JSON.
pub(super) fn read(
    fields: &Fields,
    field: Option<&str>,
    named: Named<'_>,
) -> Result<SecretBytes, SecretError> {
    if let Some(field) = field {
        return fields.read(field, named);
    }
    let members = fields.members();
    if members.is_empty() {
        return Err(absent(named.path));
    }
    if members.get(WHOLE).is_some_and(serde_json::Value::is_string) {
        return fields.read(WHOLE, named);
    }
    let mut text = json(fields).ok_or_else(|| malformed(named.path, "not writable as JSON"))?;
    Ok(std::mem::take(&mut *text).into())
}
