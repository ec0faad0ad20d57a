//! A token that somebody asks about, before each profile in turn.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::dev::Payload;

use super::form::{self, Misuse};
use crate::error::{Place, Rejection};
use crate::policy::{PolicySpec, Site};
use crate::profile::Profile;
use crate::token::{BearerToken, Token};

/// What the tokens of a request may be bound to.
pub(super) type AssertionsOf = fn(&HttpRequest) -> Vec<Vec<u8>>;

type Look = fn(BearerToken<'_>, &[u8], &PolicySpec, &Profile) -> Result<Token, Rejection>;

static PLAIN: PolicySpec = PolicySpec::required(Site::built_in("(endpoint)"));
static WRAPPED: PolicySpec = PLAIN.base64();

/// The text of a token, and what it may be bound to.
pub(super) struct Asked {
    text: String,
    assertions: Vec<Vec<u8>>,
}

impl Asked {
    pub(super) async fn read(
        req: &HttpRequest,
        payload: &mut Payload,
        assertions: AssertionsOf,
    ) -> Result<Self, Misuse> {
        let text = form::token(req, payload).await?;
        Ok(Self { text, assertions: assertions(req) })
    }

    /// Unbound first, then under each assertion.
    pub(super) fn find(&self, profile: &Profile, look: Look) -> Result<Token, Rejection> {
        let look = |assertion: &[u8]| look(self.bearer(), assertion, self.spec(), profile);
        let bound = || self.assertions.iter().find_map(|assertion| look(assertion).ok());
        look(&[]).or_else(|rejection| bound().ok_or(rejection))
    }

    fn bearer(&self) -> BearerToken<'_> {
        BearerToken::found(self.text.as_bytes(), Place::Form)
    }

    /// Routes that take their tokens wrapped in base64 hand out no other spelling of them.
    fn spec(&self) -> &'static PolicySpec {
        if self.text.contains('.') { &PLAIN } else { &WRAPPED }
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked([REDACTED])")
    }
}
