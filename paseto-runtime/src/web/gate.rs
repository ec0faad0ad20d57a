//! The gate: one request before one policy, and the verdicts on it.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::rt::time::timeout;
use actix_web::{FromRequest as _, HttpRequest, web};

use super::locate::{self, Located};
use super::{Paseto, Policy, Refusal};
use crate::authenticate::authenticate;
use crate::error::Rejection;
use crate::policy::{AssertionSource, Presence};
use crate::profile::Profile;
use crate::revocation::{Query, Standing, StoreError};
use crate::token::{Authorized, BearerToken, Candidate};

/// One request before the policy `P`, with the profile that the policy names.
pub(crate) struct Gate<P> {
    paseto: Paseto,
    profile: Arc<Profile>,
    policy: PhantomData<fn() -> P>,
}

/// What is to be done with a request.
pub(crate) enum Verdict<P> {
    Deny(Rejection),
    Ask(Answer<P>),
    Admit(Authorized<P>),
    AdmitAnonymous,
}

impl<P: Policy> Gate<P> {
    pub(super) fn of(req: &HttpRequest) -> Result<Self, Refusal> {
        let missing = |why| Refusal::of_nothing(&P::SPEC, Rejection::Misconfigured(why));
        let Some(paseto) = Paseto::of_request(req) else {
            return Err(missing("`App::configure(paseto.install())` is missing"));
        };
        let Some(profile) = paseto.profile(P::SPEC.profile) else {
            return Err(missing("the profile that the policy names is not configured"));
        };
        Ok(Self { profile: Arc::clone(profile), paseto: paseto.clone(), policy: PhantomData })
    }

    pub(super) fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    pub(super) fn locate<'a>(&self, req: &'a HttpRequest) -> Result<Located<'a>, Rejection> {
        locate::locate::<P>(req, &self.profile.settings)
    }

    pub(super) fn refuse(&self, rejection: Rejection) -> Refusal {
        Refusal::new(&P::SPEC, rejection, &self.profile, self.paseto.renderer()).logged()
    }

    pub(super) fn judge_absence(&self, rejection: Rejection) -> Verdict<P> {
        match P::SPEC.presence {
            Presence::Optional | Presence::Lenient => Verdict::AdmitAnonymous,
            Presence::Required | Presence::Public { .. } => Verdict::Deny(rejection),
        }
    }

    /// Everything but I/O; the store, if it must be waited for, comes as [`Verdict::Ask`].
    pub(super) fn judge(&self, req: &HttpRequest, token: BearerToken<'_>) -> Verdict<P> {
        let assertion = assertion_of::<P>(req);
        let requirement = |claims: &_, token: &_| P::requirement(claims, token, req);
        let admitted = authenticate::<P, P::Claims>(
            token,
            assertion.as_deref(),
            &P::SPEC,
            &self.profile,
            requirement,
        );
        match admitted {
            Ok(candidate) => self.ask(candidate),
            Err(rejection) => self.forgive(rejection),
        }
    }

    fn forgive(&self, rejection: Rejection) -> Verdict<P> {
        if P::SPEC.presence == Presence::Lenient && rejection.is_bad_token() {
            Verdict::AdmitAnonymous
        } else {
            Verdict::Deny(rejection)
        }
    }

    fn ask(&self, candidate: Candidate<P>) -> Verdict<P> {
        let Some(query) = self.profile.question(&candidate, &P::SPEC) else {
            return Verdict::Admit(candidate.settle_unasked());
        };
        match self.profile.store.check_now(&query) {
            Some(told) => match settle(candidate, told) {
                Ok(authorized) => Verdict::Admit(authorized),
                Err(rejection) => Verdict::Deny(rejection),
            },
            None => Verdict::Ask(Answer::pending(candidate, query, &self.profile)),
        }
    }
}

/// The store's answer on its way, and the candidate that waits for it.
pub(crate) struct Answer<P> {
    told: Pin<Box<dyn Future<Output = Result<Standing, StoreError>>>>,
    candidate: Option<Candidate<P>>,
}

impl<P> Answer<P> {
    fn pending(candidate: Candidate<P>, query: Query, profile: &Arc<Profile>) -> Self {
        let profile = Arc::clone(profile);
        let told = Box::pin(async move {
            let limit = profile.settings.revocation.timeout;
            match timeout(limit, profile.store.check(&query)).await {
                Ok(told) => told,
                Err(_) => Err(StoreError::TimedOut),
            }
        });
        Self { told, candidate: Some(candidate) }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Authorized<P>, Rejection>> {
        let told = ready!(self.told.as_mut().poll(cx));
        let Some(candidate) = self.candidate.take() else {
            return Poll::Ready(Err(Rejection::Revoked));
        };
        Poll::Ready(settle(candidate, told))
    }
}

fn settle<P>(
    candidate: Candidate<P>,
    told: Result<Standing, StoreError>,
) -> Result<Authorized<P>, Rejection> {
    match told {
        Ok(standing) => candidate.settle(standing),
        Err(error) => Err(Rejection::StoreUnavailable(Box::new(error))),
    }
}

/// `None` where the request lacks the source, which is refused: an empty assertion would open
/// tokens that were bound to nothing.
fn assertion_of<P: Policy>(req: &HttpRequest) -> Option<Vec<u8>> {
    let value = match P::SPEC.assertion {
        AssertionSource::None => return Some(Vec::new()),
        AssertionSource::Constant => P::ASSERTION.to_vec(),
        AssertionSource::Path(name) => segment(req, name)?,
        AssertionSource::Header(name) => single_header(req, name)?,
        AssertionSource::Function => P::assertion_from(req)?,
    };
    (!value.is_empty()).then_some(value)
}

/// Decoded as the handler's own `Path` is: what the two read must be the same, or the token of a
/// tenant called `a%2Fb` would open `a/b`.
fn segment(req: &HttpRequest, name: &str) -> Option<Vec<u8>> {
    let at = req.match_info().iter().position(|(known, _)| known == name)?;
    let segments = web::Path::<Vec<String>>::from_request(req, &mut Payload::None).into_inner();
    segments.ok()?.into_inner().into_iter().nth(at).map(String::into_bytes)
}

/// Two headers of one name are nobody's to choose from.
fn single_header(req: &HttpRequest, name: &str) -> Option<Vec<u8>> {
    let mut values = req.headers().get_all(name);
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes().to_vec())
}
