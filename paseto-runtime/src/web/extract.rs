//! What a handler receives. Without a guard before them, `Claims` and `Token` are one themselves.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

use super::admission::Admission;
use super::guard::GuardedFuture;
use super::mode::Required;
use super::revocations::profile_of;
use super::{Guarded, Paseto, Policy, Refusal};
use crate::claims::{AnyClaims, ClaimSet};
use crate::error::Rejection;
use crate::issue::Issuer;
use crate::policy::{PolicySpec, Site};
use crate::token::{ClaimsOf, Exactly, Token};

/// The custom claims of the request's token, read into the application's own type.
///
/// Under `#[paseto_optional]` take `Option<Claims<T>>`. Without an attribute of ours it
/// authenticates as `#[paseto_required]` does: nothing is ever handed out unverified. Two limits
/// there, which the attribute does not have: the other parameters are not held back, and actix's
/// `Option<_>` makes `None` of every refusal, of a revoked token and of a store that is down as well.
///
/// The type is read once from a token that comes again, and shared by those requests
/// (`cache.capacity`): keep nothing of one request in it, and put what depends on the time into a
/// rule, which is checked every time, rather than into `Deserialize` or a default.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # use actix_paseto::claims::ClaimSet;
/// # #[derive(serde::Deserialize)]
/// struct User {
///     role: String,
/// }
/// # impl ClaimSet for User {
/// #     const SCOPES: Option<&'static str> = None;
/// #     fn check(&self) -> Result<(), actix_paseto::error::ClaimError> { Ok(()) }
/// # }
///
/// async fn role(user: actix_paseto::Claims<User>) -> String {
///     user.role.clone()
/// }
/// ```
pub struct Claims<T>(Arc<T>);

impl<T> Claims<T> {
    /// The claims, shared with the guard that has read them.
    #[must_use]
    pub fn into_arc(self) -> Arc<T> {
        self.0
    }
}

impl<T> Deref for Claims<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Clone for Claims<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Claims may be confidential: they print only where the application prints them.
impl<T> fmt::Debug for Claims<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims([REDACTED])")
    }
}

impl<T: ClaimSet> FromRequest for Claims<T> {
    type Error = Error;
    type Future = Authenticated<Exactly<T>, Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Authenticated::new(req, payload, |req| {
            let known = Admission::look_at(req, Admission::claims::<T>)?;
            Some(known.map_or_else(|| read(req), Ok).map(Self))
        })
    }
}

/// Of a type that the guard has not read.
fn read<T: ClaimSet>(req: &HttpRequest) -> Result<Arc<T>, Rejection> {
    let token = Admission::look_at(req, |admission| admission.token().cloned()).flatten();
    let token = token.ok_or(Rejection::Missing)?;
    Exactly::<T>::read(&token).map_err(Rejection::BadClaims)
}

impl FromRequest for Token {
    type Error = Error;
    type Future = Authenticated<AnyClaims, Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Authenticated::new(req, payload, |req| {
            let token = Admission::look_at(req, |admission| admission.token().cloned())?;
            Some(token.ok_or(Rejection::Missing))
        })
    }
}

impl FromRequest for Issuer {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let lineage = Admission::look_at(req, Admission::lineage).flatten();
        ready(profile_of(req).map(|profile| Self::behind_guard(profile, lineage)))
    }
}

/// `#[paseto_required]` without arguments, for handlers that carry no attribute.
struct Implicit<C>(PhantomData<fn() -> C>);

impl<C: ClaimsOf> Policy for Implicit<C> {
    type Claims = C;
    type Mode = Required;
    const SPEC: PolicySpec = PolicySpec::required(Site::built_in("(extractor)"));
    const READS_BODY: bool = false;
}

/// `None` where no guard has been passed.
type Take<T> = fn(&HttpRequest) -> Option<Result<T, Rejection>>;

pin_project! {
    /// The way to a value that only a passed guard provides.
    pub struct Authenticated<C: ClaimsOf, T> {
        #[pin]
        state: State<C, T>,
    }
}

pin_project! {
    #[project = Step]
    enum State<C: ClaimsOf, T> {
        Done { value: Option<Result<T, Error>> },
        Guarding { #[pin] guard: GuardedFuture<Implicit<C>, ()>, req: HttpRequest, take: Take<T> },
    }
}

impl<C: ClaimsOf, T> fmt::Debug for Authenticated<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authenticated")
    }
}

impl<C: ClaimsOf, T> Authenticated<C, T> {
    fn new(req: &HttpRequest, payload: &mut Payload, take: Take<T>) -> Self {
        let state = match take(req) {
            Some(taken) => State::Done { value: Some(settle(req, taken)) },
            None => {
                let mut guard =
                    <Guarded<Implicit<C>, ()> as FromRequest>::from_request(req, payload);
                guard.give_back(payload);
                State::Guarding { guard, req: req.clone(), take }
            }
        };
        Self { state }
    }
}

impl<C: ClaimsOf, T> Future for Authenticated<C, T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            Step::Done { value } => {
                Poll::Ready(value.take().unwrap_or_else(|| Err(Refusal::spent().into())))
            }
            Step::Guarding { guard, req, take } => {
                ready!(guard.poll(cx))?;
                match take(req) {
                    Some(taken) => Poll::Ready(settle(req, taken)),
                    None => Poll::Ready(Err(Refusal::spent().into())),
                }
            }
        }
    }
}

fn settle<T>(req: &HttpRequest, taken: Result<T, Rejection>) -> Result<T, Error> {
    taken.map_err(|rejection| {
        let Some(admission) = Admission::of_request(req) else { return Refusal::spent().into() };
        let renderer = Paseto::of_request(req).and_then(Paseto::renderer);
        Refusal::new(admission.spec(), rejection, admission.profile(), renderer).into()
    })
}
