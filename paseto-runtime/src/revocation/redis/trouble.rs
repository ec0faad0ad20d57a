//! What went wrong with the server, in words that hold nothing of its address.

use std::io;

use redis::{ErrorKind, RedisError, ServerErrorKind};

use crate::revocation::{SharedStoreError, StoreError};

#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Trouble {
    #[error("there is no connection")]
    NotConnected,
    #[error("the connection failed: {0}")]
    Connection(io::ErrorKind),
    #[error("the connection is lost")]
    Gone,
    #[error("it did not answer in time")]
    Late,
    #[error("it does not let us in")]
    NotLetIn,
    /// The first word of its answer.
    #[error("it said {0}")]
    Server(String),
    #[error("it may forget what it was told: {0}")]
    Forgets(&'static str),
    #[error("{0}")]
    Senseless(&'static str),
}

impl Trouble {
    /// Whether the server is well all the same, and another connection would change nothing.
    pub(super) fn is_of_the_data(&self) -> bool {
        match self {
            Self::Server(code) => ["OOM", "WRONGTYPE", "NOPERM", "NOREPLICAS", "MISCONF", "ERR"]
                .contains(&code.as_str()),
            Self::Senseless(_) => true,
            Self::NotConnected
            | Self::Connection(_)
            | Self::Gone
            | Self::Late
            | Self::NotLetIn
            | Self::Forgets(_) => false,
        }
    }

    /// Whether it is the server's answer with this first word.
    pub(super) fn says(&self, word: &str) -> bool {
        matches!(self, Self::Server(code) if code == word)
    }
}

impl From<RedisError> for Trouble {
    fn from(error: RedisError) -> Self {
        if error.is_timeout() {
            return Self::Late;
        }
        if error.kind() == ErrorKind::AuthenticationFailed {
            return Self::NotLetIn;
        }
        if error.kind() == ErrorKind::Server(ServerErrorKind::ResponseError) {
            return Self::Server(inner_code(error.detail().unwrap_or_default()));
        }
        error.code().map_or(Self::Gone, |code| Self::Server(word(code)))
    }
}

/// What a script met is told behind `ERR` by some versions.
fn inner_code(detail: &str) -> String {
    let first = detail.split(' ').next().unwrap_or_default();
    let is_code = first.len() > 2 && first.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { word(first) } else { "ERR".to_owned() }
}

/// A code, whatever the server has put there.
fn word(code: &str) -> String {
    code.chars().filter(char::is_ascii_uppercase).take(16).collect()
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Connection(error.kind())
    }
}

impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        // Said before the script begins: nothing was written.
        if trouble.says("OOM") { Self::Full } else { Self::Unreachable(Box::new(trouble)) }
    }
}

impl From<Trouble> for SharedStoreError {
    fn from(trouble: Trouble) -> Self {
        if let Trouble::Forgets(why) = trouble {
            return Self::Forgets(why);
        }
        if trouble.says("WRONGTYPE") {
            return Self::Foreign("another kind of value");
        }
        Self::Unreachable(Box::new(trouble))
    }
}
