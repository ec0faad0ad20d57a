//! Who is turned away, as far as one of our keys vouches for it.

use std::fmt;

use super::Token;
use super::contents::Contents;
use crate::claims::Subject;
use crate::error::Rejection;

/// The bearer of an authentic token, whether the token counts or not.
#[derive(Clone)]
pub(crate) enum Who {
    /// Its registered claims hold.
    Bearer(Token),
    /// They do not, so that it may lack what names it.
    Stranger(Contents),
}

impl Who {
    pub(crate) fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Bearer(token) => Some(token.subject()),
            Self::Stranger(contents) => {
                contents.subject_text().is_some().then(|| contents.subject())
            }
        }
    }

    pub(crate) fn jti(&self) -> Option<&str> {
        match self {
            Self::Bearer(token) => Some(token.jti()),
            Self::Stranger(contents) => contents.jti(),
        }
    }

    pub(crate) fn token(&self) -> Option<&Token> {
        match self {
            Self::Bearer(token) => Some(token),
            Self::Stranger(_) => None,
        }
    }
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Who")
    }
}

/// A rejection, and who is rejected.
#[derive(Debug)]
pub(crate) struct Unfit {
    pub(crate) rejection: Rejection,
    pub(crate) who: Option<Who>,
}

impl Unfit {
    pub(super) fn of_contents(rejection: Rejection, contents: &Contents) -> Self {
        Self { rejection, who: Some(Who::Stranger(contents.clone())) }
    }

    pub(crate) fn of_token(rejection: Rejection, token: Token) -> Self {
        Self { rejection, who: Some(Who::Bearer(token)) }
    }
}

impl From<Rejection> for Unfit {
    fn from(rejection: Rejection) -> Self {
        Self { rejection, who: None }
    }
}
