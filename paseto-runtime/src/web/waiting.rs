//! A candidate while the store is asked about it, and what it is once the store has spoken.

use std::borrow::Cow;
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
use crate::token::{Authorized, Candidate, Token, Unfit};

/// A token that may do what the policy guards, once it has been used up where that is due.
pub(crate) struct Admitted<P> {
    pub(super) authorized: Authorized<P>,
    pub(super) lineage: Option<Arc<Lineage>>,
    pub(super) assertion: Option<Arc<[u8]>>,
    /// Put to the store after the handler's parameters have been read, so that a malformed body
    /// uses nothing up, and before its body runs.
    pub(super) due: Option<Box<Usage>>,
}

/// Everything holds but what the store knows.
pub(super) struct Waiting<P> {
    candidate: Candidate<P>,
    assertion: Option<Arc<[u8]>>,
}

impl<P: Policy> Waiting<P> {
    pub(super) fn new(candidate: Candidate<P>, assertion: Cow<'_, [u8]>) -> Self {
        let assertion = (!assertion.is_empty()).then(|| assertion.into());
        Self { candidate, assertion }
    }

    pub(super) fn refuse(self, rejection: Rejection) -> Unfit {
        self.candidate.refuse(rejection)
    }

    pub(super) fn token(&self) -> &Token {
        self.candidate.token()
    }

    pub(super) fn settle(
        self,
        told: Result<Told, StoreError>,
        question: Question,
    ) -> Result<Admitted<P>, Unfit> {
        let told = match told {
            Ok(told) => told,
            Err(error) => return Err(self.refuse(Rejection::StoreUnavailable(Box::new(error)))),
        };
        match (told, question.into_usage()) {
            (Told::Standing(standing), usage) => self.settle_as(standing, usage),
            // Revoked by what its consumption does not look at, as a ticket with its family is.
            (Told::Consumed(Consumed::First), _) | (Told::Consumed(_), None) => {
                Err(self.refuse(Rejection::Revoked))
            }
            (Told::Consumed(consumed), Some(usage)) => {
                let successor = match usage.settle(consumed) {
                    Ok(successor) => successor,
                    Err(rejection) => return Err(self.refuse(rejection)),
                };
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

    fn settle_as(self, standing: Standing, due: Option<Box<Usage>>) -> Result<Admitted<P>, Unfit> {
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
        let (profile, token) = (Arc::clone(profile), waiting.token().clone());
        let told = Box::pin(async move { (question.put(&token, &profile).await, question) });
        Self { told, waiting: Some(waiting) }
    }

    pub(super) fn token(&self) -> Option<&Token> {
        self.waiting.as_ref().map(Waiting::token)
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Admitted<P>, Unfit>> {
        let (told, question) = ready!(self.told.as_mut().poll(cx));
        let Some(waiting) = self.waiting.take() else {
            return Poll::Ready(Err(Rejection::Revoked.into()));
        };
        Poll::Ready(waiting.settle(told, question))
    }
}

pub(super) type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;
