//! The gate: one request before one policy, and the verdicts on it.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest as _, HttpRequest, web};

use super::csrf;
use super::install::{Installed, OwnProfile};
use super::locate::{self, Located};
use super::usage::Question;
use super::waiting::{Admitted, Answer, Waiting};
use super::{Paseto, Policy, Refusal};
use crate::audit::Audited;
use crate::authenticate::authenticate;
use crate::claims::Family;
use crate::error::{CsrfFailure, Place, Rejection};
use crate::policy::{AssertionSource, Presence, Uses};
use crate::token::{BearerToken, Token, Unfit, Who};

/// One request before the policy `P`, with the profile that the policy names. It borrows: the
/// counters of what all workers share are no place to meet for every request.
pub(crate) struct Gate<'g, P> {
    paseto: &'g Paseto,
    profile: &'g OwnProfile,
    policy: PhantomData<fn() -> P>,
}

/// A gate while something is waited for.
pub(crate) struct Parked<P> {
    paseto: Paseto,
    profile: OwnProfile,
    /// Once the token has turned out authentic.
    who: Option<Who>,
    policy: PhantomData<fn() -> P>,
}

/// What is to be done with a request.
pub(crate) enum Verdict<P> {
    Deny(Unfit),
    Ask(Answer<P>),
    Admit(Admitted<P>),
    /// Who it would have been, where a token was forgiven.
    #[cfg_attr(not(feature = "ws"), allow(dead_code, reason = "a connection alone asks for it"))]
    AdmitAnonymous(Option<Who>),
}

impl<P: Policy> Parked<P> {
    pub(super) fn gate(&self) -> Gate<'_, P> {
        Gate { paseto: &self.paseto, profile: &self.profile, policy: PhantomData }
    }

    pub(super) fn token(&self) -> Option<&Token> {
        self.who.as_ref().and_then(Who::token)
    }

    pub(super) fn refuse(self, rejection: Rejection) -> Refusal {
        let who = self.who.clone();
        self.gate().refuse(Unfit { rejection, who })
    }
}

impl<'g, P: Policy> Gate<'g, P> {
    pub(super) fn of(req: &'g HttpRequest) -> Result<Self, Refusal> {
        let missing = |why| Refusal::of_nothing(&P::SPEC, Rejection::Misconfigured(why));
        let Some(installed) = Installed::of_request(req) else {
            return Err(missing("`App::configure(paseto.install())` is missing"));
        };
        let Some(profile) = installed.profile(P::SPEC.profile) else {
            return Err(missing("the profile that the policy names is not configured"));
        };
        Ok(Self { paseto: installed.paseto(), profile, policy: PhantomData })
    }

    pub(super) fn profile(&self) -> &'g OwnProfile {
        self.profile
    }

    pub(super) fn park(&self, token: Option<&Token>) -> Parked<P> {
        let (paseto, profile) = (self.paseto.clone(), Rc::clone(self.profile));
        Parked { paseto, profile, who: token.cloned().map(Who::Bearer), policy: PhantomData }
    }

    pub(super) fn locate(&self, req: &'g HttpRequest) -> Result<Located<'g>, Rejection> {
        locate::locate::<P>(req, &self.profile.settings)
    }

    pub(super) fn refuse(&self, unfit: Unfit) -> Refusal {
        self.report_reuse(&unfit);
        let Unfit { rejection, who } = unfit;
        let refusal = Refusal::new(&P::SPEC, rejection, self.profile, self.paseto.renderer());
        refusal.logged(who.as_ref())
    }

    /// A token that comes within a connection is answered by the application.
    #[cfg(feature = "ws")]
    pub(super) fn report_refusal(&self, unfit: &Unfit) {
        self.report_reuse(unfit);
        self.profile.refused(P::SPEC.site.name, unfit.rejection.code(), unfit.who.as_ref());
    }

    /// The last word on a token was good: it has been used up as well, where that was due.
    pub(super) fn report_admission(&self, token: Option<&Token>) {
        self.profile.telemetry().admitted();
        let Some(token) = token.filter(|_| rotates::<P>()) else { return };
        self.profile.tell(|| Audited::Refreshed {
            policy: P::SPEC.site.name,
            subject: token.subject().clone(),
            family: family_of(token),
            jti: token.jti().to_owned(),
        });
    }

    fn report_reuse(&self, unfit: &Unfit) {
        let Rejection::Reused = unfit.rejection else { return };
        let Some(token) = unfit.who.as_ref().and_then(Who::token) else { return };
        self.profile.tell(|| Audited::ReuseDetected {
            policy: P::SPEC.site.name,
            subject: token.subject().clone(),
            family: family_of(token).filter(|_| rotates::<P>()),
            jti: token.jti().to_owned(),
        });
    }

    pub(super) fn judge_absence(&self, rejection: Rejection) -> Verdict<P> {
        match P::SPEC.presence {
            Presence::Optional | Presence::Lenient => Verdict::AdmitAnonymous(None),
            Presence::Required | Presence::Public { .. } => Verdict::Deny(rejection.into()),
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
            self.profile,
            requirement,
        );
        match admitted {
            Ok(candidate) => match self.check_forgery(req, candidate.token()) {
                Ok(()) => self.ask(Waiting::new(candidate, assertion.unwrap_or_default())),
                Err(failure) => Verdict::Deny(candidate.refuse(Rejection::CsrfFailed(failure))),
            },
            Err(unfit) => self.forgive(unfit),
        }
    }

    /// Only a browser sends by itself what it holds, and only cookies.
    fn check_forgery(&self, req: &HttpRequest, token: &Token) -> Result<(), CsrfFailure> {
        if !P::SPEC.checks_csrf || !matches!(token.place(), Place::Cookie(_)) {
            return Ok(());
        }
        csrf::check(req, token.csrf(), &self.profile.settings)
    }

    fn forgive(&self, unfit: Unfit) -> Verdict<P> {
        if P::SPEC.presence == Presence::Lenient && unfit.rejection.is_bad_token() {
            Verdict::AdmitAnonymous(unfit.who)
        } else {
            Verdict::Deny(unfit)
        }
    }

    fn ask(&self, waiting: Waiting<P>) -> Verdict<P> {
        let question = match Question::about(waiting.token(), &P::SPEC, self.profile) {
            Ok(Some(question)) => question,
            Ok(None) => return Verdict::Admit(waiting.admit(None)),
            Err(rejection) => return Verdict::Deny(waiting.refuse(rejection)),
        };
        match question.now(waiting.token(), self.profile) {
            Some(told) => match waiting.settle(told, question) {
                Ok(admitted) => Verdict::Admit(admitted),
                Err(unfit) => Verdict::Deny(unfit),
            },
            None => Verdict::Ask(Answer::pending(waiting, question, self.profile)),
        }
    }
}

fn rotates<P: Policy>() -> bool {
    P::SPEC.uses == Uses::Rotation
}

fn family_of(token: &Token) -> Option<String> {
    token.family_or_own().as_ref().map(Family::id).map(str::to_owned)
}

/// `None` where the request lacks the source, which is refused: an empty assertion would open
/// tokens that were bound to nothing.
fn assertion_of<P: Policy>(req: &HttpRequest) -> Option<Cow<'_, [u8]>> {
    let value = match P::SPEC.assertion {
        AssertionSource::None => return Some(Cow::Borrowed(&[])),
        AssertionSource::Constant => Cow::Borrowed(P::ASSERTION),
        AssertionSource::Path(name) => segment(req, name)?.into(),
        AssertionSource::Header(name) => single_header(req, name)?.into(),
        AssertionSource::Function => P::assertion_from(req)?.into(),
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
fn single_header<'r>(req: &'r HttpRequest, name: &str) -> Option<&'r [u8]> {
    let mut values = req.headers().get_all(name);
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}
