//! The one who ends a socket, also where no task receives any more.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;
use actix_web::rt::time::sleep;
use actix_ws::Session;
use futures_util::future::{Either, pending};

use super::life::{End, Life, State, Terms};
use super::race::race;
use super::sender::close;
use crate::audit::Audited;
use crate::profile::Profile;
use crate::revocation::{Changes, Query, Standing, StoreError};
use crate::telemetry::Operation;
use crate::token::Token;
use crate::web::in_time::in_time;
use crate::web::refusal::Reasons;

/// Before a store that has failed is asked once more.
const PAUSE: Duration = Duration::from_millis(200);

pub(super) struct Watcher {
    pub(super) life: Arc<Life>,
    pub(super) session: Session,
    pub(super) profile: Arc<Profile>,
    /// For the log, as is the token: the one that opened the socket. Those after it are of the
    /// same subject.
    pub(super) policy: &'static str,
    pub(super) token: Token,
}

impl Watcher {
    /// It ends with the life that it watches.
    pub(super) fn spawn(self) {
        drop(rt::spawn(self.run()));
    }

    async fn run(self) {
        let mut life = self.life.listen();
        loop {
            let terms = match life.state() {
                State::Open(terms) => terms,
                State::Over(end) => return self.close(end).await,
            };
            let found = race(life.changed(), self.end_of(&terms)).await;
            if let Either::Right(end) = found {
                self.life.end_of(&terms, end);
            }
        }
    }

    async fn end_of(&self, terms: &Terms) -> End {
        match race(terms.pass(), self.revocation(terms.watched())).await {
            Either::Left(()) => End::Expired,
            Either::Right(end) => end,
        }
    }

    /// Asks at once: since the guard has asked, a moment has passed that nobody listened to.
    async fn revocation(&self, query: Option<&Query<'static>>) -> End {
        let Some(query) = query else { return pending().await };
        let mut changes = self.profile.store.changes();
        loop {
            match self.ask_twice(query).await {
                Ok(Standing::Live) => self.next(&mut changes).await,
                Ok(Standing::Revoked) => return End::Revoked,
                Err(error) => {
                    let (policy, reason) = (self.policy, Reasons(&error));
                    tracing::error!(target: "paseto", policy, %reason, "a socket is not watched");
                    return End::Unavailable;
                }
            }
        }
    }

    /// Until there may be news. A store that has gone silent for ever is asked again and again.
    async fn next(&self, changes: &mut Option<Changes>) {
        if let Some(bell) = changes {
            if bell.next().await.is_some() {
                return;
            }
            *changes = None;
        }
        sleep(self.profile.settings.websocket.recheck).await;
    }

    async fn ask_twice(&self, query: &Query<'static>) -> Result<Standing, StoreError> {
        match self.ask(query).await {
            Err(_) => {
                sleep(PAUSE).await;
                self.ask(query).await
            }
            told @ Ok(_) => told,
        }
    }

    async fn ask(&self, query: &Query<'static>) -> Result<Standing, StoreError> {
        in_time(&self.profile, Operation::Check, self.profile.store.check(query)).await
    }

    async fn close(self, end: End) {
        let Some(reason) = end.reason() else { return };
        let (policy, text) = (self.policy, reason.description.as_deref().unwrap_or_default());
        tracing::info!(target: "paseto", policy, reason = text, "a socket is closed");
        if end == End::Revoked {
            let subject = self.token.subject();
            self.profile.tell(|| Audited::SocketRevoked { policy, subject: subject.clone() });
        }
        close(self.session, Some(reason)).await;
    }
}
