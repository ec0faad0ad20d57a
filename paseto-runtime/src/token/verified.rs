//! A token whose registered claims hold here and now.

use super::checks::{check_family, check_origin, check_times};
use super::{ReadToken, Rules, Token, Unfit};
use crate::time::Timestamp;

/// Live, from our issuer and meant for us. What it may be used for is not decided yet.
#[derive(Debug)]
pub struct VerifiedClaims {
    pub(super) token: Token,
}

impl VerifiedClaims {
    /// Cheap checks only: times with leeway, issuer, audience. Asked of every request, also where
    /// the token has been read before.
    pub(crate) fn verify(
        token: ReadToken,
        rules: &Rules<'_>,
        now: Timestamp,
    ) -> Result<Self, Unfit> {
        let contents = &token.contents;
        let checked = check_times(contents, rules, now)
            .and_then(|()| check_family(contents, rules, now))
            .and_then(|()| check_origin(contents, rules));
        match checked {
            Ok(()) => Ok(Self { token: Token::seal(token)? }),
            Err(rejection) => Err(Unfit::of_contents(rejection, contents)),
        }
    }
}
