//! The extractor that owns the others: none of them exists before its check has passed.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

use super::admission::Admission;
use super::body::{self, BodyReader};
use super::due::Due;
use super::gate::{Gate, Parked, Verdict};
use super::locate::{BodyField, Located};
use super::waiting::{Admitted, Answer, LocalBoxFuture};
use super::{Policy, Refusal};
use crate::error::Rejection;
use crate::policy::Presence;
use crate::token::Unfit;

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
    // Apart from the struct above, so that nobody else can start in the last state. What is rare is
    // boxed: a request that waits for nothing moves little.
    #[project = Step]
    enum State<P: Policy, A: FromRequest> {
        Denied { refusal: Option<Refusal> },
        Reading { body: Box<BodyReader>, parked: Option<(Parked<P>, HttpRequest)> },
        Asking { answer: Box<Answer<P>>, parked: Option<Box<(Parked<P>, HttpRequest, Payload)>> },
        Extracting { #[pin] args: A::Future, due: Option<Box<(Parked<P>, Due)>> },
        Admitted { args: Option<A> },
        Using { used: LocalBoxFuture<Result<(), Rejection>>, parked: Option<(Parked<P>, A)> },
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
            return Self::extract(req, payload, None);
        }
        let gate = match Gate::<P>::of(req) {
            Ok(gate) => gate,
            Err(refusal) => return Self::deny(refusal),
        };
        let verdict = match gate.locate(req) {
            Ok(Located::Found(token)) => gate.judge(req, token),
            Ok(Located::Absent(rejection)) => gate.judge_absence(rejection),
            Err(rejection) => Verdict::Deny(rejection.into()),
            Ok(Located::InBody(field)) => {
                let body = Box::new(BodyReader::new(payload.take(), field));
                return Self::Reading { body, parked: Some((gate.park(None), req.clone())) };
            }
        };
        Self::follow(&gate, verdict, req, payload)
    }

    fn deny(refusal: Refusal) -> Self {
        Self::Denied { refusal: Some(refusal) }
    }

    fn extract(
        req: &HttpRequest,
        payload: &mut Payload,
        due: Option<Box<(Parked<P>, Due)>>,
    ) -> Self {
        Self::Extracting { args: A::from_request(req, payload), due }
    }

    fn follow(
        gate: &Gate<'_, P>,
        verdict: Verdict<P>,
        req: &HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        match verdict {
            Verdict::Deny(unfit) => Self::deny(gate.refuse(unfit)),
            Verdict::Ask(answer) => {
                let parked = (gate.park(answer.token()), req.clone(), payload.take());
                Self::Asking { answer: Box::new(answer), parked: Some(Box::new(parked)) }
            }
            Verdict::Admit(admitted) => Self::admit(gate, admitted, req, payload),
            Verdict::AdmitAnonymous(_) => {
                Admission::anonymous::<P>(Rc::clone(gate.profile())).publish(req);
                Self::extract(req, payload, None)
            }
        }
    }

    fn admit(
        gate: &Gate<'_, P>,
        mut admitted: Admitted<P>,
        req: &HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        let token = Some(admitted.authorized.token());
        let due = if admitted.due.is_some() {
            Some(gate.park(token))
        } else {
            gate.report_admission(token);
            None
        };
        let due = due.zip(Due::of(&mut admitted));
        Admission::of(admitted, Rc::clone(gate.profile())).publish(req);
        Self::extract(req, payload, due.map(Box::new))
    }

    fn after_body(
        gate: &Gate<'_, P>,
        field: &BodyField,
        read: Result<Bytes, Rejection>,
        req: &HttpRequest,
    ) -> Self {
        let body = match read {
            Ok(body) => body,
            Err(rejection) => return Self::deny(gate.refuse(rejection.into())),
        };
        let verdict = match body::token_in(&body, field) {
            Ok(Some(token)) => gate.judge(req, token),
            Ok(None) => gate.judge_absence(Rejection::Missing),
            Err(rejection) => Verdict::Deny(rejection.into()),
        };
        Self::follow(gate, verdict, req, &mut body::replay(body))
    }

    fn after_answer(
        gate: &Gate<'_, P>,
        settled: Result<Admitted<P>, Unfit>,
        req: &HttpRequest,
        payload: &mut Payload,
    ) -> Self {
        match settled {
            Ok(admitted) => Self::admit(gate, admitted, req, payload),
            Err(unfit) => Self::deny(gate.refuse(unfit)),
        }
    }

    /// The token is used up last: parameters that cannot be read use nothing up.
    fn after_args(parked: Parked<P>, due: Due, args: A) -> Self {
        match due.settle_now(parked.gate().profile()) {
            Ok(Ok(())) => Self::used(&parked, args),
            Ok(Err(rejection)) => Self::deny(parked.refuse(rejection)),
            Err(due) => {
                let used = Box::pin(due.settle_in_time(Arc::clone(parked.gate().profile())));
                Self::Using { used, parked: Some((parked, args)) }
            }
        }
    }

    fn used(parked: &Parked<P>, args: A) -> Self {
        parked.gate().report_admission(parked.token());
        Self::Admitted { args: Some(args) }
    }
}

impl<P: Policy> GuardedFuture<P, ()> {
    /// Where no extractor stands behind the guard, the request's others need the payload while a
    /// store is being asked.
    pub(super) fn give_back(&mut self, payload: &mut Payload) {
        if let State::Asking { parked: Some(parked), .. } = &mut self.state {
            std::mem::swap(&mut parked.2, payload);
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
                    let Some((parked, req)) = parked.take() else {
                        return Poll::Ready(Err(spent(None)));
                    };
                    State::after_body(&parked.gate(), body.field(), read, &req)
                }
                Step::Asking { answer, parked } => {
                    let settled = ready!(answer.poll(cx));
                    let Some(parked) = parked.take() else {
                        return Poll::Ready(Err(spent(None)));
                    };
                    let (parked, req, mut payload) = *parked;
                    State::after_answer(&parked.gate(), settled, &req, &mut payload)
                }
                Step::Extracting { args, due } => {
                    let args = ready!(args.poll(cx)).map_err(Into::into)?;
                    match due.take() {
                        Some(due) => State::after_args(due.0, due.1, args),
                        None => {
                            state.set(State::Denied { refusal: None });
                            return Poll::Ready(Ok(Guarded { args, policy: PhantomData }));
                        }
                    }
                }
                Step::Admitted { args } => {
                    let args = args.take().ok_or_else(|| spent(None));
                    return Poll::Ready(args.map(|args| Guarded { args, policy: PhantomData }));
                }
                Step::Using { used, parked } => {
                    let settled = ready!(used.as_mut().poll(cx));
                    match (settled, parked.take()) {
                        (Ok(()), Some((parked, args))) => State::used(&parked, args),
                        (Err(rejection), Some((parked, _))) => {
                            State::deny(parked.refuse(rejection))
                        }
                        (Ok(()) | Err(_), None) => return Poll::Ready(Err(spent(None))),
                    }
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
