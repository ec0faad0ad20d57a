//! What went wrong at the server, in words that hold nothing of the address or of what was asked.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::SqlState;

use crate::revocation::{SharedStoreError, StoreError};

/// No answer, or none that helps. The driver's own error may quote rows.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server said so.
    Said { code: SqlState, words: String },
    /// The connection did not carry it.
    Broken(String),
    /// It came too late.
    Late,
    /// The answer made no sense.
    Nonsense,
}

impl Fault {
    /// Whether this connection leads to a server that cannot do what is asked of it.
    pub(super) fn ends_connection(&self) -> bool {
        match self {
            Self::Said { code, .. } => ENDING.contains(code),
            Self::Broken(_) | Self::Late => true,
            Self::Nonsense => false,
        }
    }

    pub(super) fn is(&self, wanted: &SqlState) -> bool {
        matches!(self, Self::Said { code, .. } if code == wanted)
    }
}

/// A standby, or a server that goes down or comes up.
const ENDING: [SqlState; 5] = [
    SqlState::READ_ONLY_SQL_TRANSACTION,
    SqlState::ADMIN_SHUTDOWN,
    SqlState::CRASH_SHUTDOWN,
    SqlState::CANNOT_CONNECT_NOW,
    SqlState::TOO_MANY_CONNECTIONS,
];

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said { code, words } => write!(f, "PostgreSQL says {}: {words}", code.code()),
            Self::Broken(how) => write!(f, "no connection to PostgreSQL: {how}"),
            Self::Late => f.write_str("PostgreSQL did not answer in time"),
            Self::Nonsense => f.write_str("PostgreSQL gave an answer that makes no sense"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            // Without the detail, where rows are quoted.
            Some(said) => {
                Self::Said { code: said.code().clone(), words: said.message().to_owned() }
            }
            None => Self::Broken(with_causes(&error)),
        }
    }
}

/// The driver says what it did, and only its sources say why that failed. No statement stands in
/// them, and no address.
fn with_causes(error: &tokio_postgres::Error) -> String {
    let (mut text, mut cause) = (error.to_string(), error.source());
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::Unreachable(Box::new(fault))
    }
}

impl From<Fault> for SharedStoreError {
    fn from(fault: Fault) -> Self {
        Self::Unreachable(Box::new(fault))
    }
}
