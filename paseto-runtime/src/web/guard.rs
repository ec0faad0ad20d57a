//! The extractor that owns the others: none of them exists before its check has passed.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

use super::admission::Admission;
use super::bench::{Answer, Bench, Verdict};
use super::body::{self, BodyReader};
use super::locate::{BodyField, Located};
use super::{Policy, Refusal};
use crate::error::Rejection;
use crate::policy::Presence;
use crate::token::Authorized;

/// The parameters `A` of a handler, extracted only after the policy `P` has let the request in.
///
/// Nothing but a passed check makes one, so a guarded handler cannot be called unguarded.
pub struct Guarded<P, A> {
    args: A,
    policy: PhantomData<fn() -> P>,
}

impl<P, A> Guarded<P, A> {
    pub(crate) fn into_args(self) -> A {
        self.args
    }
}

impl<P, A> fmt::Debug for Guarded<P, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guarded")
    }
}

impl<P: Policy, A: FromRequest> FromRequest for Guarded<P, A> {
    type Error = Error;
    type Future = GuardedFuture<P, A>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        GuardedFuture { state: State::begin(req, payload) }
    }
}

pin_project! {
    /// The way to a [`Guarded`]. While it reads a body or asks a store, the request is parked here
    /// and nothing of `A` exists.
    pub struct GuardedFuture<P: Policy, A: FromRequest> {
        #[pin]
        state: State<P, A>,
    }
}

pin_project! {
    // Apart from the struct above, so that nobody else can start in the last state.
    #[project = Step]
    enum State<P: Policy, A: FromRequest> {
        Denied { refusal: Option<Refusal> },
        Reading { body: BodyReader, parked: Option<(Bench<P>, HttpRequest)> },
        Asking { answer: Answer<P>, parked: Option<(Bench<P>, HttpRequest, Payload)> },
        Extracting { #[pin] args: A::Future },
    }
}

impl<P: Policy, A: FromRequest> fmt::Debug for GuardedFuture<P, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardedFuture")
    }
}

impl<P: Policy, A: FromRequest> State<P, A> {
    fn begin(req: &HttpRequest, payload: &mut Payload) -> Self {
        if let Presence::Public { .. } = P::SPEC.presence {
            return Self::extract(req, payload);
        }
        let bench = match Bench::<P>::of(req) {
            Ok(bench) => bench,
            Err(refusal) => return Self::deny(refusal),
        };
        let verdict = match bench.locate(req) {
            Ok(Located::Found(token)) => bench.judge(req, token),
            Ok(Located::Absent(rejection)) => bench.judge_absence(rejection),
            Err(rejection) => Verdict::Deny(rejection),
            Ok(Located::InBody(field)) => {
                let body = BodyReader::new(payload.take(), field);
                return Self::Reading { body, parked: Some((bench, req.clone())) };
            }
        };
        Self::follow(bench, verdict, req.clone(), payload)
    }

    fn deny(refusal: Refusal) -> Self {
        Self::Denied { refusal: Some(refusal) }
    }

    fn extract(req: &HttpRequest, payload: &mut Payload) -> Self {
        Self::Extracting { args: A::from_request(req, payload) }
    }

    fn follow(
        bench: Bench<P>,
        verdict: Verdict<P>,
        req: HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        match verdict {
            Verdict::Deny(rejection) => Self::deny(bench.refuse(rejection)),
            Verdict::Ask(answer) => {
                Self::Asking { answer, parked: Some((bench, req, payload.take())) }
            }
            Verdict::Admit(authorized) => Self::admit(&bench, authorized, &req, payload),
            Verdict::AdmitAnonymous => {
                Admission::anonymous(Arc::clone(bench.profile())).publish(&req);
                Self::extract(&req, payload)
            }
        }
    }

    fn admit(
        bench: &Bench<P>,
        authorized: Authorized<P>,
        req: &HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        Admission::of(authorized, Arc::clone(bench.profile())).publish(req);
        Self::extract(req, payload)
    }

    fn after_body(
        bench: Bench<P>,
        field: &BodyField,
        read: Result<Bytes, Rejection>,
        req: HttpRequest,
    ) -> Self {
        let body = match read {
            Ok(body) => body,
            Err(rejection) => return Self::deny(bench.refuse(rejection)),
        };
        let verdict = match body::token_in(&body, field) {
            Ok(Some(token)) => bench.judge(&req, token),
            Ok(None) => bench.judge_absence(Rejection::Missing),
            Err(rejection) => Verdict::Deny(rejection),
        };
        Self::follow(bench, verdict, req, &mut body::replay(body))
    }

    fn after_answer(
        bench: &Bench<P>,
        settled: Result<Authorized<P>, Rejection>,
        req: &HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        match settled {
            Ok(authorized) => Self::admit(bench, authorized, req, payload),
            Err(rejection) => Self::deny(bench.refuse(rejection)),
        }
    }
}

impl<P: Policy, A: FromRequest> Future for GuardedFuture<P, A> {
    type Output = Result<Guarded<P, A>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                Step::Denied { refusal } => return Poll::Ready(Err(spent(refusal.take()))),
                Step::Reading { body, parked } => {
                    let read = ready!(body.poll(cx));
                    let Some((bench, req)) = parked.take() else {
                        return Poll::Ready(Err(spent(None)));
                    };
                    State::after_body(bench, body.field(), read, req)
                }
                Step::Asking { answer, parked } => {
                    let settled = ready!(answer.poll(cx));
                    let Some((bench, req, mut payload)) = parked.take() else {
                        return Poll::Ready(Err(spent(None)));
                    };
                    State::after_answer(&bench, settled, &req, &mut payload)
                }
                Step::Extracting { args } => {
                    let args = ready!(args.poll(cx)).map_err(Into::into)?;
                    return Poll::Ready(Ok(Guarded { args, policy: PhantomData }));
                }
            };
            state.set(next);
        }
    }
}

/// A future polled after its end refuses: there is nothing left that could admit.
fn spent(refusal: Option<Refusal>) -> Error {
    refusal.unwrap_or_else(Refusal::spent).into()
}
