//! A candidate while the store is asked about it, and what it is once the store has spoken.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::Policy;
use super::usage::{Question, Told, Usage};
use crate::error::Rejection;
use crate::issue::{Lineage, Successor};
use crate::policy::Uses;
use crate::profile::Profile;
use crate::revocation::{Consumed, Standing, StoreError};
use crate::token::{Authorized, Candidate, Token};

/// A token that may do what the policy guards, once it has been used up where that is due.
pub(crate) struct Admitted<P> {
    pub(super) authorized: Authorized<P>,
    pub(super) lineage: Option<Arc<Lineage>>,
    pub(super) assertion: Vec<u8>,
    /// Put to the store after the handler's parameters have been read, so that a malformed body
    /// uses nothing up, and before its body runs.
    pub(super) due: Option<Box<Usage>>,
}

/// Everything holds but what the store knows.
pub(super) struct Waiting<P> {
    candidate: Candidate<P>,
    assertion: Vec<u8>,
}

impl<P: Policy> Waiting<P> {
    pub(super) fn new(candidate: Candidate<P>, assertion: Vec<u8>) -> Self {
        Self { candidate, assertion }
    }

    pub(super) fn token(&self) -> &Token {
        self.candidate.token()
    }

    pub(super) fn settle(
        self,
        told: Result<Told, StoreError>,
        question: Question,
    ) -> Result<Admitted<P>, Rejection> {
        let told = told.map_err(|error| Rejection::StoreUnavailable(Box::new(error)))?;
        match (told, question.into_usage()) {
            (Told::Standing(standing), usage) => self.settle_as(standing, usage),
            // Revoked by what its consumption does not look at, as a ticket with its family is.
            (Told::Consumed(Consumed::First), _) | (Told::Consumed(_), None) => {
                Err(Rejection::Revoked)
            }
            (Told::Consumed(consumed), Some(usage)) => {
                let successor = usage.settle(consumed)?;
                let admitted = self.admit(None);
                admitted.succeed(successor);
                Ok(admitted)
            }
        }
    }

    /// Where nobody is asked, or where a use has been granted.
    pub(super) fn admit(self, due: Option<Box<Usage>>) -> Admitted<P> {
        let lineage = self.lineage();
        let authorized = self.candidate.settle_unasked();
        Admitted { authorized, lineage, assertion: self.assertion, due }
    }

    fn settle_as(
        self,
        standing: Standing,
        due: Option<Box<Usage>>,
    ) -> Result<Admitted<P>, Rejection> {
        let lineage = self.lineage();
        let authorized = self.candidate.settle(standing)?;
        Ok(Admitted { authorized, lineage, assertion: self.assertion, due })
    }

    fn lineage(&self) -> Option<Arc<Lineage>> {
        let lineage = match P::SPEC.uses {
            Uses::Many | Uses::Once => Lineage::of(self.token()),
            Uses::Rotation => Lineage::of_rotated(self.token()),
        };
        lineage.map(Arc::new)
    }
}

impl<P> Admitted<P> {
    fn succeed(&self, successor: Option<Successor>) {
        if let (Some(lineage), Some(successor)) = (&self.lineage, successor) {
            lineage.succeed(successor);
        }
    }
}

/// The store's answer on its way, and the candidate that waits for it.
pub(crate) struct Answer<P> {
    told: LocalBoxFuture<(Result<Told, StoreError>, Question)>,
    waiting: Option<Waiting<P>>,
}

impl<P: Policy> Answer<P> {
    pub(super) fn pending(waiting: Waiting<P>, question: Question, profile: &Arc<Profile>) -> Self {
        let profile = Arc::clone(profile);
        let told = Box::pin(async move { (question.put(&profile).await, question) });
        Self { told, waiting: Some(waiting) }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Admitted<P>, Rejection>> {
        let (told, question) = ready!(self.told.as_mut().poll(cx));
        let Some(waiting) = self.waiting.take() else {
            return Poll::Ready(Err(Rejection::Revoked));
        };
        Poll::Ready(waiting.settle(told, question))
    }
}

pub(super) type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;
