//! From a payload to [`Contents`]: where in it each claim stands.

use std::borrow::Cow;
use std::sync::Arc;

use triomphe::ThinArc;

use super::contents::{self, Contents, Head, MadeTicket};
use super::made::Made;
use super::packed::{self, At, Flags, Kind, Life, Span};
use crate::claims::{Stated, StatedAudience, StatedSubject, Ticket};
use crate::codec::{Footer, Scratch};
use crate::error::PayloadError;
use crate::key::KeyId;
use crate::kind::{Purpose, TokenKind};
use crate::time::Timestamp;

impl Contents {
    /// Reads the payload, strictly.
    pub(super) fn read(
        payload: &str,
        footer: &Footer,
        purpose: Purpose,
        key_id: KeyId,
    ) -> Result<Self, PayloadError> {
        let footer_of_key = contents::is_footer_of(footer, &key_id);
        let footer = if footer_of_key { &[] } else { footer.as_bytes() };
        let mut packer = Packer::new(payload);
        packer.flag(packed::FOOTER_OF_KEY, footer_of_key);
        let head = packer.head(&Stated::parse(payload)?, footer, purpose, key_id)?;
        Ok(Self(ThinArc::from_header_and_slice(head, packer.bytes())))
    }
}

struct Packer<'p> {
    payload: &'p str,
    /// The payload once more, and what stands behind it: the footer, texts, and what is not in
    /// every token. `None` while that is nothing, as with most tokens.
    whole: Option<Scratch>,
    flags: Flags,
}

impl<'p> Packer<'p> {
    fn new(payload: &'p str) -> Self {
        Self { payload, whole: None, flags: Flags::default() }
    }

    fn bytes(&self) -> &[u8] {
        self.whole.as_ref().map_or(self.payload.as_bytes(), |whole| &whole.0)
    }

    /// How much stands behind the payload.
    fn tail(&self) -> usize {
        self.bytes().len().saturating_sub(self.payload.len())
    }

    fn extend(&mut self, bytes: &[u8]) {
        let whole = self.whole.get_or_insert_with(|| Scratch::copy_of(self.payload.as_bytes()));
        whole.extend(bytes);
    }

    fn head(
        &mut self,
        claims: &Stated<'p>,
        footer: &[u8],
        purpose: Purpose,
        key_id: KeyId,
    ) -> Result<Head, PayloadError> {
        let made = Made::default();
        if !footer.is_empty() {
            self.extend(footer);
        }
        let footer = short(footer.len())?;
        self.flag(packed::FRESH, claims.fresh == Some(true));
        if let Some(ticket) = claims.ticket.as_deref().and_then(Ticket::parse) {
            made.add(Arc::new(MadeTicket(ticket)));
        }
        let kind = kind(claims.kind.as_deref(), &made);
        let subject = self.subject(claims.subject.as_ref())?;
        let jti = self.optional(claims.jti.as_ref())?;
        let issuer = self.optional(claims.issuer.as_ref())?;
        let audience = self.audience(&claims.audience)?;
        let late = [self.optional(claims.csrf.as_ref())?, self.optional(claims.family.as_ref())?];
        // Nothing but this stands at the very end.
        self.item(packed::FOOTER, (footer > 0).then_some(footer.to_le_bytes()));
        for (flag, span) in [packed::CSRF, packed::FAMILY].into_iter().zip(late) {
            self.item(flag, (span != Span::NONE).then_some(span.to_bytes()));
        }
        let (issued_at, expires_after) = self.times(claims);
        short(self.bytes().len())?;
        let (payload, flags) = (short(self.payload.len())?, self.flags);
        let flags = flags.with(Flags::of(purpose, kind));
        Ok(Head {
            key_id,
            made,
            issued_at,
            expires_after,
            subject,
            jti,
            issuer,
            audience,
            payload,
            flags,
        })
    }

    fn flag(&mut self, flag: u16, is_set: bool) {
        if is_set {
            self.flags.set(flag);
        }
    }

    /// In the order of [`packed::ITEMS`], from its end.
    fn item(&mut self, flag: u16, bytes: Option<impl AsRef<[u8]>>) {
        if let Some(bytes) = bytes {
            self.extend(bytes.as_ref());
            self.flags.set(flag);
        }
    }

    fn optional(&mut self, text: Option<&Cow<'p, str>>) -> Result<Span, PayloadError> {
        text.map_or(Ok(Span::NONE), |text| self.text(text))
    }

    /// In place, if it stands there as it is.
    fn text(&mut self, text: &str) -> Result<Span, PayloadError> {
        let start = text.as_ptr().addr().wrapping_sub(self.payload.as_ptr().addr());
        let stands = self.payload.get(start..start.wrapping_add(text.len())) == Some(text);
        let within = stands.then(|| Span::within(start, text.len())).flatten();
        within.map_or_else(|| self.append(text.as_bytes()), Ok)
    }

    fn append(&mut self, bytes: &[u8]) -> Result<Span, PayloadError> {
        let span = Span::behind(self.tail()).ok_or(PayloadError::TooComplex)?;
        self.push(bytes)?;
        Ok(span)
    }

    /// With its length before it.
    fn push(&mut self, bytes: &[u8]) -> Result<(), PayloadError> {
        self.push_length(bytes.len())?;
        self.extend(bytes);
        Ok(())
    }

    fn push_length(&mut self, length: usize) -> Result<(), PayloadError> {
        self.extend(&short(length)?.to_le_bytes());
        Ok(())
    }

    fn subject(&mut self, subject: Option<&StatedSubject<'p>>) -> Result<Span, PayloadError> {
        let number = match subject {
            None => return Ok(Span::NONE),
            Some(StatedSubject::Text(text)) => return self.text(text),
            Some(StatedSubject::Signed(number)) => number.to_string(),
            Some(StatedSubject::Unsigned(number)) => number.to_string(),
        };
        self.flag(packed::NUMBER, true);
        self.append(number.as_bytes())
    }

    fn audience(&mut self, audience: &StatedAudience<'p>) -> Result<Span, PayloadError> {
        let texts = match audience {
            StatedAudience::None => return Ok(Span::NONE),
            StatedAudience::One(text) => return self.text(text),
            StatedAudience::Many(texts) => texts,
        };
        self.flag(packed::LIST, true);
        let length = texts.iter().map(|text| size_of::<u16>() + text.len()).sum();
        let span = Span::behind(self.tail()).ok_or(PayloadError::TooComplex)?;
        self.push_length(length)?;
        texts.iter().try_for_each(|text| self.push(text.as_bytes())).map(|()| span)
    }

    fn times(&mut self, claims: &Stated<'_>) -> (At, Life) {
        let (issued, expires) = (claims.issued_at, claims.expires_at);
        let issued_at = issued.and_then(At::of);
        self.item(packed::IAT, issued.filter(|_| issued_at.is_none()).map(packed::whole));
        let life = issued.zip(expires).and_then(|(issued, expires)| Life::between(issued, expires));
        self.flag(packed::EXP_AS_IAT, life.is_some_and(|(_, with_nanos)| with_nanos));
        self.item(packed::EXP, expires.filter(|_| life.is_none()).map(packed::whole));
        let starts = claims.not_before;
        let same = starts.is_some() && starts == issued;
        let second = !same && starts.is_some() && starts == issued.map(Timestamp::whole_seconds);
        self.flag(packed::NBF_AS_IAT, same);
        self.flag(packed::NBF_AS_SECOND, second);
        self.item(packed::NBF, starts.filter(|_| !same && !second).map(packed::whole));
        (issued_at.unwrap_or(At::NONE), life.map_or(Life::NONE, |(life, _)| life))
    }
}

fn kind(name: Option<&str>, made: &Made) -> Kind {
    match name.and_then(TokenKind::from_claim) {
        None => Kind::None,
        Some(TokenKind::Access) => Kind::Access,
        Some(TokenKind::Refresh) => Kind::Refresh,
        Some(custom @ TokenKind::Custom(_)) => {
            made.add(Arc::new(custom));
            Kind::Custom
        }
    }
}

/// No configuration lets a token in that is too long for this.
fn short(number: usize) -> Result<u16, PayloadError> {
    let number = u16::try_from(number).ok().filter(|number| *number < u16::MAX);
    number.ok_or(PayloadError::TooComplex)
}
