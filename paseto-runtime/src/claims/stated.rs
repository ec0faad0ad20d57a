//! The registered claims as they stand in a payload: borrowed from it, in one pass.

use std::borrow::Cow;

use super::family::Family;
use super::registered::{LIMITS, Registered};
use super::strict::{self, Member, StrictError};
use super::subject::Subject;
use super::ticket::Ticket;
use crate::error::PayloadError;
use crate::kind::TokenKind;
use crate::time::Timestamp;

/// A longer `jti` is no identifier but a burden on the store that is asked for it.
const ID_LENGTH: usize = 128;

/// The claim that may be a list.
const LIST: &str = "aud";

type Text<'p> = Cow<'p, str>;

/// What [`Registered`] holds, not yet taken out of the payload; owned is only what had escapes.
#[derive(Debug, Default)]
pub(crate) struct Stated<'p> {
    pub(crate) subject: Option<StatedSubject<'p>>,
    /// Not empty.
    pub(crate) kind: Option<Text<'p>>,
    pub(crate) jti: Option<Text<'p>>,
    pub(crate) issuer: Option<Text<'p>>,
    pub(crate) audience: StatedAudience<'p>,
    pub(crate) issued_at: Option<Timestamp>,
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) fresh: Option<bool>,
    /// One that [`Family::split`] reads.
    pub(crate) family: Option<Text<'p>>,
    pub(crate) csrf: Option<Text<'p>>,
    /// One that [`Ticket::split`] reads.
    pub(crate) ticket: Option<Text<'p>>,
}

/// The claim `sub`.
#[derive(Debug)]
pub(crate) enum StatedSubject<'p> {
    Text(Text<'p>),
    Signed(i64),
    Unsigned(u64),
}

/// The claim `aud`.
#[derive(Debug, Default)]
pub(crate) enum StatedAudience<'p> {
    #[default]
    None,
    One(Text<'p>),
    Many(Vec<Text<'p>>),
}

impl<'p> Stated<'p> {
    /// As [`Registered::parse`].
    pub(crate) fn parse(payload: &'p str) -> Result<Self, PayloadError> {
        let Reading { mut claims, ticket, problem } = Reading::of(payload)?;
        if let Some(problem) = problem {
            return Err(problem);
        }
        // In a token of another kind the name is the application's.
        if claims.kind.as_deref() == Some(Ticket::NAME) {
            claims.ticket = ticket.map(read_ticket).transpose()?;
        }
        Ok(claims)
    }

    pub(super) fn into_registered(self) -> Registered {
        Registered {
            subject: self.subject.map(StatedSubject::into_subject),
            kind: self.kind.as_deref().and_then(TokenKind::from_claim),
            jti: self.jti.map(Cow::into_owned),
            issuer: self.issuer.map(Cow::into_owned),
            audience: self.audience.into_texts(),
            issued_at: self.issued_at,
            not_before: self.not_before,
            expires_at: self.expires_at,
            fresh: self.fresh,
            family: self.family.as_deref().and_then(Family::parse),
            csrf: self.csrf.map(Cow::into_owned),
            ticket: self.ticket.as_deref().and_then(Ticket::parse),
        }
    }

    fn take(&mut self, name: &str, value: Member<'p>) -> Result<(), PayloadError> {
        match name {
            "sub" => self.subject = Some(subject(value)?),
            "type" => self.kind = Some(kind(value)?),
            "jti" => self.jti = Some(visible("jti", value)?),
            "iss" => self.issuer = Some(text("iss", value)?),
            "aud" => self.audience = audience(value)?,
            "iat" => self.issued_at = Some(instant("iat", value)?),
            "nbf" => self.not_before = Some(instant("nbf", value)?),
            "exp" => self.expires_at = Some(instant("exp", value)?),
            "fresh" => self.fresh = fresh(value)?,
            "fam" => self.family = Some(family(value)?),
            "csrf" => self.csrf = Some(visible("csrf", value)?),
            _ => {}
        }
        Ok(())
    }
}

/// What has been taken so far. A problem counts once all of the payload is known to be JSON.
#[derive(Default)]
struct Reading<'p> {
    claims: Stated<'p>,
    ticket: Option<Member<'p>>,
    problem: Option<PayloadError>,
}

impl<'p> Reading<'p> {
    fn of(payload: &'p str) -> Result<Self, StrictError> {
        let mut reading = Self::default();
        strict::visit(payload, &LIMITS, LIST, |name, value| reading.take(name, value))?;
        Ok(reading)
    }

    fn take(&mut self, name: &str, value: Member<'p>) {
        if name == Ticket::NAME {
            self.ticket = Some(value);
        } else if self.problem.is_none() {
            self.problem = self.claims.take(name, value).err();
        }
    }
}

impl StatedSubject<'_> {
    fn into_subject(self) -> Subject {
        match self {
            Self::Text(text) => Subject::Text(text.into_owned()),
            Self::Signed(number) => number.into(),
            Self::Unsigned(number) => number.into(),
        }
    }
}

impl StatedAudience<'_> {
    fn into_texts(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::One(text) => vec![text.into_owned()],
            Self::Many(texts) => texts.into_iter().map(Cow::into_owned).collect(),
        }
    }
}

fn text<'p>(claim: &'static str, value: Member<'p>) -> Result<Text<'p>, PayloadError> {
    match value {
        Member::Text(text) => Ok(text),
        Member::Null
        | Member::Bool(_)
        | Member::Signed(_)
        | Member::Unsigned(_)
        | Member::Fraction
        | Member::List(_)
        | Member::Object => Err(PayloadError::WrongType(claim)),
    }
}

fn subject(value: Member<'_>) -> Result<StatedSubject<'_>, PayloadError> {
    match value {
        Member::Text(text) => Ok(StatedSubject::Text(text)),
        Member::Signed(number) => Ok(StatedSubject::Signed(number)),
        Member::Unsigned(number) => Ok(StatedSubject::Unsigned(number)),
        Member::Null | Member::Bool(_) | Member::Fraction | Member::List(_) | Member::Object => {
            Err(PayloadError::WrongType("sub"))
        }
    }
}

fn kind(value: Member<'_>) -> Result<Text<'_>, PayloadError> {
    let name = text("type", value)?;
    if name.is_empty() { Err(PayloadError::WrongType("type")) } else { Ok(name) }
}

/// It becomes a key of a store, or is compared with a header: no line breaks, no blanks, no
/// look-alikes.
fn visible<'p>(claim: &'static str, value: Member<'p>) -> Result<Text<'p>, PayloadError> {
    let id = text(claim, value)?;
    let fits = (1..=ID_LENGTH).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
    fits.then_some(id).ok_or(PayloadError::WrongType(claim))
}

fn read_ticket(value: Member<'_>) -> Result<Text<'_>, PayloadError> {
    let said = text(Ticket::NAME, value)?;
    let is_ours = Ticket::split(&said).is_some();
    is_ours.then_some(said).ok_or(PayloadError::WrongType(Ticket::NAME))
}

fn family(value: Member<'_>) -> Result<Text<'_>, PayloadError> {
    let said = text("fam", value)?;
    let is_ours = Family::split(&said).is_some();
    is_ours.then_some(said).ok_or(PayloadError::WrongType("fam"))
}

fn audience(value: Member<'_>) -> Result<StatedAudience<'_>, PayloadError> {
    if let Member::List(Some(texts)) = value {
        return Ok(StatedAudience::Many(texts));
    }
    text("aud", value).map(StatedAudience::One)
}

fn instant(claim: &'static str, value: Member<'_>) -> Result<Timestamp, PayloadError> {
    Timestamp::parse(&text(claim, value)?).ok_or(PayloadError::BadTime(claim))
}

fn fresh(value: Member<'_>) -> Result<Option<bool>, PayloadError> {
    match value {
        Member::Bool(fresh) => Ok(Some(fresh)),
        Member::Null => Ok(None),
        Member::Signed(_)
        | Member::Unsigned(_)
        | Member::Fraction
        | Member::Text(_)
        | Member::List(_)
        | Member::Object => Err(PayloadError::WrongType("fresh")),
    }
}
