//! Until when a socket may live. Whatever ends or prolongs it is decided here, under one lock.

use std::future::pending;
use std::sync::Arc;

use actix_web::rt::time::{Instant, sleep_until};
use tokio::sync::watch;

use crate::policy::{PolicySpec, Uses};
use crate::profile::Profile;
use crate::revocation::Query;
use crate::time::Timestamp;
use crate::token::Token;

/// When a socket must end; `None` if its token never does.
#[derive(Debug, Clone, Copy)]
struct Deadline(Option<Instant>);

impl Deadline {
    /// Measured from the injected clock, then kept by the monotonic one.
    fn new(at: Option<Timestamp>, profile: &Profile) -> Self {
        let now = profile.clock().now();
        Self(at.and_then(|at| Instant::now().checked_add(at.since(now))))
    }

    fn has_passed(self) -> bool {
        self.0.is_some_and(|at| Instant::now() >= at)
    }
}

/// What a token grants a socket.
#[derive(Debug)]
pub(super) struct Terms {
    deadline: Deadline,
    watched: Option<Query<'static>>,
}

impl Terms {
    /// For who was let in without a token: nothing of theirs expires or is revoked.
    pub(super) const UNBOUND: Self = Self { deadline: Deadline(None), watched: None };

    pub(super) fn of(token: &Token, spec: &PolicySpec, profile: &Profile) -> Self {
        let deadline = Deadline::new(profile.end_of_use(token), profile);
        let watched = profile.asks_about(token, spec).then(|| watched(token, spec, profile));
        Self { deadline, watched }
    }

    pub(super) fn watched(&self) -> Option<&Query<'static>> {
        self.watched.as_ref()
    }

    pub(super) async fn pass(&self) {
        match self.deadline.0 {
            Some(at) => sleep_until(at).await,
            None => pending().await,
        }
    }
}

/// A token that the handshake has used up is revoked ever since, which ends nothing; one that it
/// stands for is not.
fn watched(token: &Token, spec: &PolicySpec, profile: &Profile) -> Query<'static> {
    let query = profile.query(token).into_owned();
    let is_used_up = spec.uses != Uses::Many && token.ticket_for().is_none();
    let jti = query.jti.clone().filter(|_| !is_used_up);
    Query { jti, ticket: None, ..query }
}

/// Why a socket is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Expired,
    Revoked,
    /// Whether it is revoked could not be told.
    Unavailable,
    /// One of the two sides has closed it.
    Closed,
}

#[derive(Debug, Clone)]
pub(super) enum State {
    Open(Arc<Terms>),
    Over(End),
}

impl State {
    /// Past the deadline it is over, whether the watcher has noticed it or not.
    fn terms(&self) -> Result<&Arc<Terms>, End> {
        match self {
            Self::Open(terms) if terms.deadline.has_passed() => Err(End::Expired),
            Self::Open(terms) => Ok(terms),
            Self::Over(end) => Err(*end),
        }
    }
}

/// Open under some terms, or over for good.
#[derive(Debug)]
pub(super) struct Life(watch::Sender<State>);

impl Life {
    pub(super) fn new(terms: Terms) -> Self {
        Self(watch::Sender::new(State::Open(Arc::new(terms))))
    }

    pub(super) fn is_over(&self) -> bool {
        self.0.borrow().terms().is_err()
    }

    /// Other terms from now on, unless it is over by now.
    pub(super) fn renew(&self, terms: Terms) -> Result<(), End> {
        let mut verdict = Ok(());
        self.0.send_if_modified(|state| {
            verdict = state.terms().map(drop);
            if verdict.is_ok() {
                *state = State::Open(Arc::new(terms));
            }
            verdict.is_ok()
        });
        verdict
    }

    /// What was found out about these terms ends it; about terms that others have replaced since,
    /// it says nothing.
    pub(super) fn end_of(&self, terms: &Arc<Terms>, end: End) {
        self.end_if(end, |open| Arc::ptr_eq(open, terms));
    }

    /// One of the sides closes it.
    pub(super) fn close(&self) {
        self.end_if(End::Closed, |_| true);
    }

    /// What is past its deadline has expired, whoever comes to end it.
    fn end_if(&self, end: End, applies: impl Fn(&Arc<Terms>) -> bool) {
        self.0.send_if_modified(|state| {
            let State::Open(open) = state else { return false };
            let ends = applies(open);
            if ends {
                let end = if open.deadline.has_passed() { End::Expired } else { end };
                *state = State::Over(end);
            }
            ends
        });
    }

    pub(super) fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

/// Hears of every change.
#[derive(Debug)]
pub(super) struct Listener(watch::Receiver<State>);

impl Listener {
    /// As it stands; [`changed`](Self::changed) tells of what comes later.
    pub(super) fn state(&mut self) -> State {
        self.0.borrow_and_update().clone()
    }

    pub(super) async fn changed(&mut self) {
        // Whoever listens holds the life as well.
        drop(self.0.changed().await);
    }

    pub(super) async fn over(&mut self) {
        drop(self.0.wait_for(|state| matches!(state, State::Over(_))).await);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use std::time::Duration;

    use super::*;

    fn until(at: Instant) -> Terms {
        Terms { deadline: Deadline(Some(at)), watched: None }
    }

    fn soon() -> Terms {
        until(Instant::now() + Duration::from_secs(60))
    }

    fn open(life: &Life) -> Arc<Terms> {
        match life.listen().state() {
            State::Open(terms) => terms,
            State::Over(_) => unreachable!("it is open"),
        }
    }

    #[test]
    fn what_is_past_its_deadline_is_not_renewed() {
        let life = Life::new(until(Instant::now()));
        assert!(life.is_over());
        assert_eq!(life.renew(soon()), Err(End::Expired));
        assert!(life.is_over());
    }

    #[test]
    fn what_was_renewed_is_not_ended_by_word_of_the_old_token() {
        let life = Life::new(soon());
        let old = open(&life);
        life.renew(soon()).unwrap();
        life.end_of(&old, End::Revoked);
        assert!(!life.is_over());
        life.end_of(&open(&life), End::Revoked);
        assert_eq!(life.renew(soon()), Err(End::Revoked));
    }

    #[test]
    fn the_first_end_counts() {
        let life = Life::new(soon());
        life.close();
        life.end_of(&Arc::new(soon()), End::Revoked);
        assert_eq!(life.renew(soon()), Err(End::Closed));
        let life = Life::new(until(Instant::now()));
        life.close();
        assert_eq!(life.renew(soon()), Err(End::Expired));
    }

    /// On the edge of the deadline one of the two wins, and the other one learns it.
    #[test]
    fn a_renewal_at_the_deadline_is_decided_once() {
        for _ in 0..200 {
            let at = Instant::now() + Duration::from_micros(200);
            let life = Life::new(until(at));
            let old = open(&life);
            let renewed = std::thread::scope(|scope| {
                let renewal = scope.spawn(|| {
                    while Instant::now() + Duration::from_micros(5) < at {}
                    life.renew(soon())
                });
                while Instant::now() < at {}
                life.end_of(&old, End::Expired);
                renewal.join().unwrap()
            });
            assert_eq!(life.is_over(), renewed.is_err());
        }
    }
}
