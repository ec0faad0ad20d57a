//! What the tokens made behind a guard inherit from the guard's token.

use std::fmt;
use std::sync::OnceLock;

use super::IssueError;
use crate::claims::{Family, Subject};
use crate::time::Timestamp;
use crate::token::Token;

/// The family that a guard's token belongs to, for the tokens that its handler makes.
pub(crate) struct Lineage {
    token: Token,
    /// That of a token which names none, and so founds it.
    founded: Option<Family>,
    succession: Succession,
}

/// Whether a refresh token made here takes the place of the guard's.
enum Succession {
    /// It stands beside it.
    None,
    /// It is the one child of a token that is used up before the handler's body runs.
    Only(OnceLock<Successor>),
}

/// The one token that follows a token that was used up. However often it is made, it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Successor {
    pub(crate) jti: String,
    pub(crate) at: Timestamp,
}

impl Lineage {
    /// `None` for a token that belongs to no family.
    pub(crate) fn of(token: &Token) -> Option<Self> {
        token.family_parts()?;
        Some(Self { token: token.clone(), founded: None, succession: Succession::None })
    }

    /// Of a token that is used up: also one without a family has descendants then.
    pub(crate) fn of_rotated(token: &Token) -> Option<Self> {
        let founded = match token.family_parts() {
            Some(_) => None,
            None => Some(token.family_or_own()?),
        };
        let succession = Succession::Only(OnceLock::new());
        Some(Self { token: token.clone(), founded, succession })
    }

    /// The guard's token has been used up. Said once; what comes later is not heard.
    pub(crate) fn succeed(&self, successor: Successor) {
        if let Succession::Only(cell) = &self.succession {
            let _ = cell.set(successor);
        }
    }

    /// Whether what follows must follow in this family.
    pub(super) fn is_rotated(&self) -> bool {
        matches!(self.succession, Succession::Only(_))
    }

    pub(super) fn is_of(&self, subject: &Subject) -> bool {
        self.token.subject() == subject
    }

    pub(super) fn family(&self) -> Option<&Family> {
        self.founded.as_ref().or_else(|| self.token.family())
    }

    pub(super) fn csrf(&self) -> Option<&str> {
        self.token.csrf()
    }

    /// What a refresh token that is made here must be.
    pub(super) fn successor(&self) -> Result<Option<&Successor>, IssueError> {
        match &self.succession {
            Succession::None => Ok(None),
            Succession::Only(cell) => cell.get().map(Some).ok_or(IssueError::NotUsedUp),
        }
    }
}

impl fmt::Debug for Lineage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lineage")
    }
}
