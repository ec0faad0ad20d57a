//! Tokens that are used once, and the families that remember it.

use crate::time::Timestamp;

/// One use of a token that may be used once, with all that decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates take it apart")]
pub struct Consumption {
    /// The claim `jti`.
    pub jti: String,
    /// As [`Query::subject`](super::Query::subject).
    pub subject: String,
    /// As [`Query::issued_at`](super::Query::issued_at).
    pub issued_at: Option<Timestamp>,
    /// Until when the use must be remembered: no earlier than `exp` plus the leeway; `None` is for
    /// ever.
    pub keep_until: Option<Timestamp>,
    /// When a token was made that belongs to a family by its own word: of its tokens, all that were
    /// made until then are used up with it, so that a family takes one place however often it is
    /// renewed. `None` uses up this `jti` alone.
    pub renews: Option<Timestamp>,
    /// The family: revoked if the token comes a second time, else enrolled or marked as used. None
    /// for a token that is used once and has no successor.
    pub family: Option<FamilyRecord>,
    /// The token that follows it, where a second use within a moment is no theft.
    pub grace: Option<Grace>,
}

/// The successor of a token, and how long a second use gets the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates take it apart")]
pub struct Grace {
    /// The `jti` of the successor, should this use be the first.
    pub successor: String,
    /// When this use is.
    pub at: Timestamp,
    /// Until when the same successor is handed out again, counted from the first use.
    pub until: Timestamp,
}

/// What became of a use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "each must be weighed at every match")]
pub enum Consumed {
    /// The first one: the token is used up now.
    First,
    /// Not the first one, but within its [`Grace`], and the successor has not been used yet.
    Repeated {
        /// The `jti` of the first use's successor.
        successor: String,
        /// When the first use was.
        at: Timestamp,
    },
    /// Used before; its family is revoked now.
    Again,
    /// Revoked with its family or its subject: nobody used it up.
    Revoked,
}

/// A family as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates take it apart")]
pub struct FamilyRecord {
    /// Its id, as [`Query::family`](super::Query::family) has it.
    pub family: String,
    /// Whose, as [`Query::subject`](super::Query::subject).
    pub subject: String,
    /// When the login was.
    pub began: Timestamp,
    /// When its refresh token was last used up.
    pub last_used: Timestamp,
    /// When its last token can expire, plus the leeway; `None` is never.
    pub keep_until: Option<Timestamp>,
    /// What the application calls it, such as a device; `None` leaves what is known.
    pub label: Option<String>,
}
