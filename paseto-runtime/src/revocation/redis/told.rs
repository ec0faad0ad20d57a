//! What the server has answered.

use redis::Value;

use super::trouble::Trouble;
use crate::revocation::shared::{Answer, Epoch, EpochState};

/// An answer of one of the scripts.
#[derive(Debug)]
pub(super) struct Told {
    /// As it stands there, to be compared with.
    pub(super) epoch: Option<String>,
    pub(super) changes: u64,
    /// What all of them come to.
    pub(super) chain: String,
    pub(super) rest: Vec<Value>,
}

pub(super) const SENSELESS: Trouble = Trouble::Senseless("its answer makes no sense");

impl Told {
    pub(super) fn read(value: Value) -> Result<Self, Trouble> {
        let mut values = list(value)?.into_iter();
        let epoch = values.next().ok_or(SENSELESS).and_then(text)?;
        let (changes, chain) = match values.next().ok_or(SENSELESS).and_then(text)? {
            Some(counted) => {
                let (count, chain) = counted.split_once(' ').ok_or(SENSELESS)?;
                (count.parse().map_err(|_| SENSELESS)?, chain.to_owned())
            }
            None => (0, String::new()),
        };
        Ok(Self { epoch, changes, chain, rest: values.collect() })
    }

    pub(super) fn epoch(&self) -> Option<Epoch> {
        self.epoch.as_deref().and_then(Epoch::parse)
    }

    pub(super) fn answer(&self) -> Answer {
        let mut epoch = self.epoch();
        // To begin is a change: a count that is not there is gone.
        if let Some(epoch) = epoch.as_mut().filter(|_| self.changes == 0) {
            epoch.state = EpochState::Lost;
        }
        Answer { epoch, changes: self.changes }
    }

    /// What a change has come to; nothing if it was not made.
    pub(super) fn outcome(&mut self) -> Result<String, Trouble> {
        if self.rest.is_empty() {
            return Err(Trouble::Senseless("it has another epoch"));
        }
        text(self.rest.remove(0))?.ok_or(SENSELESS)
    }
}

pub(super) fn list(value: Value) -> Result<Vec<Value>, Trouble> {
    if let Value::Array(values) = value { Ok(values) } else { Err(SENSELESS) }
}

/// `None` for nothing; anything but text is an error.
pub(super) fn text(value: Value) -> Result<Option<String>, Trouble> {
    if value == Value::Nil {
        return Ok(None);
    }
    if let Value::BulkString(bytes) = value {
        return String::from_utf8(bytes).map(Some).map_err(|_| SENSELESS);
    }
    if let Value::Int(number) = value { Ok(Some(number.to_string())) } else { Err(SENSELESS) }
}

pub(super) fn must(value: Value) -> Result<String, Trouble> {
    text(value)?.ok_or(SENSELESS)
}
