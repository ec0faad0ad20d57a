//! The rules that verification holds a payload to, applied before it is written.
//!
//! What is ours by construction is not looked at: instants, and that no name comes twice.

use serde_json::{Map, Value};

use super::TokenBuilder;
use super::descent::Descent;
use super::payload::Payload;
use crate::claims::{LIMITS, Ticket, is_id};
use crate::error::PayloadError;

/// As reading the payload would tell: first whether it can be read, then what is wrong in it.
pub(super) fn check(payload: &Payload<'_>) -> Result<(), PayloadError> {
    fits(payload).ok_or(PayloadError::TooComplex)?;
    let Payload { draft, descent, .. } = payload;
    if !is_id(&descent.jti) {
        return Err(PayloadError::WrongType("jti"));
    }
    if descent.csrf.as_deref().is_some_and(|csrf| !is_id(csrf)) {
        return Err(PayloadError::WrongType("csrf"));
    }
    if is_ticket(draft) { Ok(()) } else { Err(PayloadError::WrongType(Ticket::NAME)) }
}

/// What a token of that kind says under that name is read as a ticket, whoever wrote it.
fn is_ticket(draft: &TokenBuilder) -> bool {
    let reads = |text: &str| Ticket::split(text).is_some();
    if draft.kind.as_str() != Ticket::NAME {
        return true;
    }
    match (&draft.ticket, draft.custom.get(Ticket::NAME)) {
        (Some(ticket), _) => reads(&ticket.to_string()),
        (None, Some(custom)) => custom.as_str().is_some_and(reads),
        (None, None) => true,
    }
}

fn fits(payload: &Payload<'_>) -> Option<()> {
    let Payload { draft, descent: Descent { jti, csrf, .. }, .. } = payload;
    let texts = [draft.subject.as_str(), Some(draft.kind.as_str()), Some(jti), csrf.as_deref()];
    let audience = payload.audience().iter().map(String::as_str);
    let mut said = texts.into_iter().flatten().chain(payload.issuer()).chain(audience);
    let own = said.all(|text| text.len() <= LIMITS.text).then(|| payload.registered())?;
    let whole = payload.custom().count().checked_add(own)?;
    let mut room = Room { members: LIMITS.members.checked_sub(whole)? };
    room.object(whole, payload.custom(), 1)
}

/// How many members may still come.
struct Room {
    members: usize,
}

impl Room {
    /// An object of so many members, these among them; `depth` counts what its values stand in.
    fn object<'v>(
        &mut self,
        length: usize,
        mut members: impl Iterator<Item = (&'v String, &'v Value)>,
        depth: usize,
    ) -> Option<()> {
        let fits = length <= LIMITS.per_object && depth <= LIMITS.depth;
        fits.then_some(())?;
        members.try_for_each(|(name, value)| {
            (name.len() <= LIMITS.text).then_some(())?;
            self.value(value, depth)
        })
    }

    fn value(&mut self, value: &Value, depth: usize) -> Option<()> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Some(()),
            Value::String(text) => (text.len() <= LIMITS.text).then_some(()),
            Value::Array(items) => {
                (depth < LIMITS.depth).then_some(())?;
                items.iter().try_for_each(|item| self.value(item, depth.saturating_add(1)))
            }
            Value::Object(members) => self.nested(members, depth),
        }
    }

    fn nested(&mut self, members: &Map<String, Value>, depth: usize) -> Option<()> {
        self.members = self.members.checked_sub(members.len())?;
        self.object(members.len(), members.iter(), depth.saturating_add(1))
    }
}
