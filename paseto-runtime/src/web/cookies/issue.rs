//! Making tokens for cookies: each carries the CSRF value that its page must send.

use super::{ClearedCookies, CookieError, CookieTokens, SessionCookies};
use crate::issue::{IssueError, IssuedToken, PairBuilder, TokenBuilder, TokenPair};
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::web::{Revocations, SessionError};

impl PairBuilder {
    /// Makes both tokens for cookies. As [`issue`](Self::issue), the login is not listed before its
    /// first rotation; after a login use [`begin_cookies`](Self::begin_cookies).
    ///
    /// # Errors
    ///
    /// As [`issue`](Self::issue), and [`IssueError::CookieTooLong`].
    pub fn issue_cookies(self) -> Result<SessionCookies, IssueError> {
        let pair = self.for_cookies()?.of_one_family()?;
        let (tokens, cookies) = baked(&pair)?;
        pair.announce(&tokens);
        Ok(cookies)
    }

    /// Begins a session as [`begin`](Self::begin) does, and makes both tokens for cookies.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::Issuer;
    /// use actix_paseto::web::{SameOrigin, SessionCookies};
    ///
    /// async fn login(_: SameOrigin, issuer: Issuer) -> actix_web::Result<SessionCookies> {
    ///     // After you have checked a password:
    ///     Ok(issuer.pair("alice").fresh().begin_cookies("Firefox on Linux").await?)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin), and [`IssueError::CookieTooLong`]; nothing is handed out then.
    pub async fn begin_cookies(
        self,
        label: impl Into<String>,
    ) -> Result<SessionCookies, SessionError> {
        let pair = self.for_cookies()?.of_one_family()?;
        // First the tokens, which may be refused: a login that is listed was handed out.
        let (tokens, cookies) = baked(&pair)?;
        pair.enroll(label.into()).await?;
        pair.announce(&tokens);
        Ok(cookies)
    }
}

impl TokenBuilder {
    /// Makes one token for its cookie: an access or a refresh token. Behind no guard it begins a
    /// login of its own.
    ///
    /// # Errors
    ///
    /// As [`issue`](Self::issue); [`IssueError::CookieTooLong`], and [`IssueError::NoCookie`] for a
    /// custom kind.
    pub fn issue_cookies(self) -> Result<SessionCookies, IssueError> {
        let draft = self.for_cookies()?.of_a_family()?;
        let profile = draft.shared_profile();
        let token = draft.make()?;
        let cookies = match draft.kind() {
            TokenKind::Access => cookies(Some(&token), None, &profile),
            TokenKind::Refresh => cookies(None, Some(&token), &profile),
            TokenKind::Custom(_) => Err(IssueError::NoCookie),
        }?;
        draft.announce(&token);
        Ok(cookies)
    }
}

impl Revocations {
    /// Takes the session's cookies from the browser. What they hold must be revoked first, as
    /// [`log_out`](Self::log_out) does: a browser may keep what it likes.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::web::ClearedCookies;
    /// use actix_paseto::{Revocations, Token};
    ///
    /// async fn logout(token: Token, revocations: Revocations) -> actix_web::Result<ClearedCookies> {
    ///     revocations.log_out(&token).await?;
    ///     Ok(revocations.clear_cookies())
    /// }
    /// ```
    #[must_use]
    pub fn clear_cookies(&self) -> ClearedCookies {
        ClearedCookies::new(&self.profile().settings)
    }
}

fn baked(pair: &PairBuilder) -> Result<(TokenPair, SessionCookies), IssueError> {
    let tokens = pair.make()?;
    let (access, refresh) = (Some(&tokens.access_token), Some(&tokens.refresh_token));
    let cookies = cookies(access, refresh, pair.profile())?;
    Ok((tokens, cookies))
}

/// For tokens that carry a CSRF value.
pub(in crate::web) fn cookies(
    access: Option<&IssuedToken>,
    refresh: Option<&IssuedToken>,
    profile: &Profile,
) -> Result<SessionCookies, IssueError> {
    let csrf = access.or(refresh).and_then(IssuedToken::csrf).ok_or(IssueError::NoCookie)?;
    let tokens = CookieTokens { access, refresh, csrf };
    Ok(SessionCookies::new(&profile.settings, profile.clock().now(), &tokens)?)
}

impl From<CookieError> for IssueError {
    fn from(error: CookieError) -> Self {
        match error {
            CookieError::TooLong { name, length } => Self::CookieTooLong { name, length },
            CookieError::AttributeTooLong { name, .. } | CookieError::Unwritable { name } => {
                Self::CookieUnwritable { name }
            }
        }
    }
}
