//! A key document as JSON that a person can read.

use zeroize::Zeroizing;

use super::Entry;
use crate::codec::Key;
use crate::key::KeyState;
use crate::secret::SecretBytes;
use crate::time::Timestamp;

/// More than the longest line takes.
const LINE: usize = 512;

/// None of the values needs escaping: PASERK, ids, instants.
pub(crate) fn write(entries: &[Entry]) -> SecretBytes {
    let room = LINE.saturating_mul(entries.len().saturating_add(1));
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str("{\"keys\":[");
    for (n, entry) in entries.iter().enumerate() {
        text.push_str(if n == 0 { "\n" } else { ",\n" });
        write_line(&mut text, entry);
    }
    text.push_str("\n]}\n");
    SecretBytes::from(std::mem::take(&mut *text).into_bytes())
}

fn write_line(text: &mut String, entry: &Entry) {
    text.push('{');
    if let Some(key) = &entry.key {
        text.push_str("\"key\":\"");
        match key {
            Key::Local(key) => text.push_str(key.to_paserk().expose()),
            Key::Signing(key) => text.push_str(key.to_paserk().expose()),
            Key::Verifying(key) => text.push_str(&key.to_paserk()),
        }
        text.push_str("\",");
    }
    let state = match entry.state {
        KeyState::Pending => "pending",
        KeyState::Active => "active",
        KeyState::Retiring => "retiring",
        KeyState::Revoked => "revoked",
    };
    let parts = ["\"id\":\"", entry.id.as_str(), "\",\"state\":\"", state, "\",\"from\":"];
    parts.iter().for_each(|part| text.push_str(part));
    write_instant(text, entry.from);
    text.push_str(",\"until\":");
    write_instant(text, entry.until);
    text.push('}');
}

fn write_instant(text: &mut String, at: Option<Timestamp>) {
    match at {
        Some(at) => {
            text.push('"');
            text.push_str(&at.to_micros_text());
            text.push('"');
        }
        None => text.push_str("null"),
    }
}
