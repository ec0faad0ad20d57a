//! All that one request asks, in one trip.

use redis::Value;

use super::core::{Believed, Core, Intent};
use super::life::{micros, read_end, read_micros};
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, text};
use super::trouble::Trouble;
use crate::revocation::shared::Epoch;
use crate::revocation::{Query, Standing, StoreError};
use crate::time::Timestamp;

/// What one of the values is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// There or not.
    Token,
    Used,
    Subject,
}

impl Core {
    pub(super) async fn check(&self, query: &Query<'_>) -> Result<Standing, StoreError> {
        let topics = topics(query);
        let Believed { epoch, told } =
            self.put(Intent::Ask, |epoch| self.question(query, epoch)).await?;
        if told.rest.len() != topics.len() {
            return Err(SENSELESS.into());
        }
        let mut is_revoked = query.subject.is_some() && epoch.voids(query.issued_at);
        // Each is looked at: one that makes no sense spoils the answer.
        for (topic, value) in topics.into_iter().zip(told.rest) {
            is_revoked |= speaks_against(query, topic, value)?;
        }
        Ok(if is_revoked { Standing::Revoked } else { Standing::Live })
    }

    fn question(&self, query: &Query<'_>, epoch: &Epoch) -> Call {
        let (key, keys) = (epoch.key, &self.keys);
        let family = query.family.as_deref().map(|family| key.family(family));
        let tokens = query.jtis().map(|jti| key.id(jti)).chain(family);
        let subject = query.subject.as_ref().map(|subject| keys.subject(key.subject(subject)));
        let used = family.filter(|_| query.renews.is_some()).map(|family| keys.record(family));
        let asked = tokens.map(|id| keys.token(id)).chain(used).chain(subject);
        let field = |topic| if topic == Topic::Used { "u" } else { "g" };
        let args = topics(query).into_iter().map(|topic| field(topic).to_owned()).collect();
        Call { script: &SCRIPTS.check, keys: self.asking(asked), args }
    }
}

/// In the order of the keys.
fn topics(query: &Query<'_>) -> Vec<Topic> {
    let tokens = [query.jti.is_some(), query.ticket.is_some(), query.family.is_some()];
    let tokens = tokens.into_iter().filter(|is_asked| *is_asked).map(|_| Topic::Token);
    let used = (query.family.is_some() && query.renews.is_some()).then_some(Topic::Used);
    let subject = query.subject.is_some().then_some(Topic::Subject);
    tokens.chain(used).chain(subject).collect()
}

fn speaks_against(query: &Query<'_>, topic: Topic, value: Value) -> Result<bool, Trouble> {
    let Some(told) = text(value)? else { return Ok(false) };
    match topic {
        Topic::Token => Ok(true),
        Topic::Used => {
            let horizon = read_micros(&told).ok_or(SENSELESS)?;
            Ok(query.renews.is_some_and(|made| is_until(made, horizon)))
        }
        Topic::Subject => {
            let (before, _) = watermark(&told)?;
            Ok(query.issued_at.is_none_or(|at| is_until(at, before)))
        }
    }
}

/// As the server compares: in whole microseconds.
pub(super) fn is_until(at: Timestamp, end: Timestamp) -> bool {
    at.to_unix_micros() <= end.to_unix_micros()
}

/// The watermark of a subject, and its end.
pub(super) fn watermark(text: &str) -> Result<(Timestamp, Option<Timestamp>), Trouble> {
    let (before, end) = text.split_once(' ').ok_or(SENSELESS)?;
    let before = read_micros(before).ok_or(SENSELESS)?;
    Ok((before, read_end(end).ok_or(SENSELESS)?))
}

/// As [`micros`], or empty.
pub(super) fn micros_or_empty(at: Option<Timestamp>) -> String {
    at.map(micros).unwrap_or_default()
}
