//! Keeps a token that lives, and asks with it.

use std::time::{Duration, Instant};

use reqwest::Url;
use tokio::sync::Mutex;

use super::answer::Answer;
use super::login::{self, Lease, Login};
use super::plan::Credentials;
use super::wire::{Call, Wire};
use crate::secret::SecretText;
use crate::secrets::SecretError;

/// A server, the login, and the token of the moment.
pub(super) struct Keeper {
    wire: Wire,
    login: Login,
    /// Held while a token is had, so that of many callers one asks and all have its answer.
    session: Mutex<Session>,
}

struct Session {
    lease: Lease,
    /// The first lease of this token: what a renewal should bring again.
    full: Duration,
    renew_at: Option<Instant>,
}

impl Session {
    fn new(lease: Lease) -> Self {
        let full = lease.length;
        let mut session = Self { lease, full, renew_at: None };
        session.plan();
        session
    }

    /// Two thirds of a lease leave the last one for a server that does not answer.
    fn plan(&mut self) {
        let is_endless = self.lease.length.is_zero();
        let at = self.lease.since.checked_add(self.lease.length / 3 * 2);
        self.renew_at = at.filter(|_| !is_endless);
    }

    fn is_due(&self) -> bool {
        self.renew_at.is_some_and(|at| Instant::now() >= at)
    }

    fn is_over(&self) -> bool {
        let end = self.lease.since.checked_add(self.lease.length);
        !self.lease.length.is_zero() && end.is_some_and(|end| Instant::now() >= end)
    }

    /// A renewal near the end of the longest life brings less than half of a lease.
    fn is_ending(&self) -> bool {
        !self.full.is_zero() && self.lease.length < self.full / 2
    }
}

impl Keeper {
    pub(super) async fn log_in(
        wire: Wire,
        credentials: Credentials,
        mount: &[String],
    ) -> Result<Self, SecretError> {
        let login = Login::new(credentials, mount);
        let session = Mutex::new(Session::new(login.run_first(&wire).await?));
        Ok(Self { wire, login, session })
    }

    pub(super) const fn address(&self) -> &Url {
        self.wire.address()
    }

    /// An answer for a token that lives: a 403 that comes out of here is the policy's.
    pub(super) async fn ask(&self, call: &Call<'_>) -> Result<Answer, SecretError> {
        let token = self.token().await?;
        let answer = self.wire.send(call, Some(&token)).await?;
        if answer.status != 403 {
            return Ok(answer);
        }
        match self.after_refusal(&token).await? {
            Some(fresh) => self.wire.send(call, Some(&fresh)).await,
            None => Ok(answer),
        }
    }

    async fn token(&self) -> Result<SecretText, SecretError> {
        let mut session = self.session.lock().await;
        if session.is_due() {
            self.prolong(&mut session).await?;
        }
        Ok(session.lease.token.clone())
    }

    async fn prolong(&self, session: &mut Session) -> Result<(), SecretError> {
        if self.renew(session).await {
            return Ok(());
        }
        match (self.login_again(session).await, session.is_over()) {
            (Ok(()), _) => Ok(()),
            (Err(error), true) => Err(error),
            (Err(error), false) => {
                tracing::warn!(target: "paseto", %error, "vault: no new token; using the old one");
                Ok(())
            }
        }
    }

    /// Whether the token is good for another while.
    async fn renew(&self, session: &mut Session) -> bool {
        if !session.lease.renewable || session.is_over() {
            return false;
        }
        match login::renew(&self.wire, &session.lease.token).await {
            Ok(lease) => session.lease = lease,
            Err(error) => {
                tracing::warn!(target: "paseto", %error, "vault: the token is not renewed");
                return false;
            }
        }
        session.plan();
        !session.is_ending()
    }

    async fn login_again(&self, session: &mut Session) -> Result<(), SecretError> {
        let lease = self.login.run(&self.wire).await?;
        if self.login.is_by_role() {
            tracing::info!(target: "paseto", "vault: logged in again");
        }
        *session = Session::new(lease);
        Ok(())
    }

    /// A dead token and a policy that forbids answer alike. Another token, or `None` if this one
    /// lives.
    async fn after_refusal(&self, token: &SecretText) -> Result<Option<SecretText>, SecretError> {
        let mut session = self.session.lock().await;
        if session.lease.token.expose() == token.expose() {
            if self.login.look_up(&self.wire, token).await?.is_some() {
                return Ok(None);
            }
            self.login_again(&mut session).await?;
        }
        Ok(Some(session.lease.token.clone()))
    }
}
