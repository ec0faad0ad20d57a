//! What an authentic token says, in one piece of memory: some numbers, and behind them the payload,
//! the footer, and whatever text the payload holds with escapes only.
//!
//! A cache of such tokens is read at random, so every word and every second place counts.

use std::fmt;

use triomphe::ThinArc;

use super::made::Made;
use super::packed::{self, At, Flags, Kind, Life, Span};
use crate::claims::{Family, Subject, Ticket};
use crate::codec::{Footer, KID};
use crate::key::KeyId;
use crate::kind::{Purpose, TokenKind};
use crate::time::Timestamp;

/// An authentic token, read; shared by all who hold it. Nothing in it depends on the time, the
/// route or a configuration.
#[derive(Clone)]
pub(crate) struct Contents(pub(super) ThinArc<Head, u8>);

pub(super) struct Head {
    pub(super) key_id: KeyId,
    pub(super) made: Made,
    pub(super) issued_at: At,
    pub(super) expires_after: Life,
    pub(super) subject: Span,
    pub(super) jti: Span,
    pub(super) issuer: Span,
    pub(super) audience: Span,
    pub(super) payload: u16,
    pub(super) flags: Flags,
}

static ACCESS: TokenKind = TokenKind::Access;
static REFRESH: TokenKind = TokenKind::Refresh;

/// Names of what has been made.
pub(super) struct MadeTicket(pub(super) Ticket);
struct MadeAudience(Vec<String>);
struct MadeFooter(Vec<u8>);

impl Contents {
    fn head(&self) -> &Head {
        &self.0.header.header
    }

    fn has(&self, flag: u16) -> bool {
        self.head().flags.has(flag)
    }

    pub(super) fn made(&self) -> &Made {
        &self.head().made
    }

    /// Bytes of memory that it takes at most, but for what is made of it.
    pub(super) fn size(&self) -> usize {
        size_of::<Head>() + 2 * size_of::<usize>() + self.0.slice.len() + MALLOC
    }

    fn bytes(&self, span: Span) -> Option<&[u8]> {
        span.find(&self.0.slice, self.head().payload)
    }

    /// One of those at the very end.
    fn item(&self, wanted: u16) -> Option<&[u8]> {
        if !self.has(wanted) {
            return None;
        }
        let mut end = self.0.slice.len();
        for (flag, length) in packed::ITEMS.into_iter().filter(|(flag, _)| self.has(*flag)) {
            let start = end.checked_sub(length)?;
            if flag == wanted {
                return self.0.slice.get(start..end);
            }
            end = start;
        }
        None
    }

    fn late_text(&self, wanted: u16) -> Option<&str> {
        self.text(Span::from_bytes(*self.item(wanted)?.first_chunk()?))
    }

    fn text(&self, span: Span) -> Option<&str> {
        std::str::from_utf8(self.bytes(span)?).ok()
    }

    /// Without a look at what they say.
    pub(super) fn has_subject(&self) -> bool {
        self.head().subject != Span::NONE
    }

    pub(super) fn has_jti(&self) -> bool {
        self.head().jti != Span::NONE
    }

    /// The payload, authentic and strict JSON.
    pub(super) fn payload(&self) -> &str {
        let payload = self.0.slice.get(..usize::from(self.head().payload));
        payload.and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    pub(super) fn footer(&self) -> &[u8] {
        if self.has(packed::FOOTER_OF_KEY) {
            let make = || MadeFooter(footer_of(self.key_id()));
            return &self.made().of(|_| true, make).0;
        }
        let length = self.item(packed::FOOTER).and_then(|length| length.first_chunk());
        let length = length.map_or(0, |length| usize::from(u16::from_le_bytes(*length)));
        let start = usize::from(self.head().payload);
        self.0.slice.get(start..start + length).unwrap_or_default()
    }

    pub(super) fn key_id(&self) -> &KeyId {
        &self.head().key_id
    }

    pub(super) fn purpose(&self) -> Purpose {
        self.head().flags.purpose()
    }

    pub(super) fn kind(&self) -> Option<&TokenKind> {
        match self.head().flags.kind() {
            Kind::None => None,
            Kind::Access => Some(&ACCESS),
            Kind::Refresh => Some(&REFRESH),
            Kind::Custom => self.made().find::<TokenKind>(|_| true)?.downcast_ref(),
        }
    }

    pub(super) fn jti(&self) -> Option<&str> {
        self.text(self.head().jti)
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        self.text(self.head().issuer)
    }

    /// The bytes of a text.
    pub(super) fn raw_issuer(&self) -> Option<&[u8]> {
        self.bytes(self.head().issuer)
    }

    pub(super) fn csrf(&self) -> Option<&str> {
        self.late_text(packed::CSRF)
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.has(packed::FRESH)
    }

    pub(super) fn issued_at(&self) -> Option<Timestamp> {
        let late = || packed::read_whole(self.item(packed::IAT)?);
        self.head().issued_at.get().or_else(late)
    }

    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        let life = self.head().expires_after;
        if life == Life::NONE {
            return packed::read_whole(self.item(packed::EXP)?);
        }
        life.after(self.issued_at()?, self.has(packed::EXP_AS_IAT))
    }

    pub(super) fn not_before(&self) -> Option<Timestamp> {
        if self.has(packed::NBF_AS_IAT) {
            return self.issued_at();
        }
        if self.has(packed::NBF_AS_SECOND) {
            return self.issued_at().map(Timestamp::whole_seconds);
        }
        packed::read_whole(self.item(packed::NBF)?)
    }

    /// Text, or a number in decimal.
    pub(super) fn subject_text(&self) -> Option<&str> {
        self.text(self.head().subject)
    }

    pub(super) fn has_number_as_subject(&self) -> bool {
        self.has(packed::NUMBER)
    }

    pub(super) fn subject(&self) -> &Subject {
        self.made().of(
            |_| true,
            || {
                let text = self.subject_text().unwrap_or_default();
                if !self.has(packed::NUMBER) {
                    return Subject::from(text);
                }
                let large = || Subject::Large(text.parse().unwrap_or_default());
                text.parse().map_or_else(|_| large(), Subject::Number)
            },
        )
    }

    /// The bytes of texts.
    pub(super) fn raw_audiences(&self) -> impl Iterator<Item = &[u8]> {
        let (bytes, is_list) = (self.bytes(self.head().audience), self.has(packed::LIST));
        let one = bytes.filter(|_| !is_list);
        one.into_iter().chain(Texts(bytes.filter(|_| is_list).unwrap_or_default()))
    }

    pub(super) fn audience(&self) -> &[String] {
        let texts = || self.raw_audiences().filter_map(|text| std::str::from_utf8(text).ok());
        let make = || MadeAudience(texts().map(str::to_owned).collect());
        &self.made().of(|_| true, make).0
    }

    /// Id and beginning.
    pub(super) fn family_parts(&self) -> Option<(&str, Timestamp)> {
        Family::split(self.late_text(packed::FAMILY)?)
    }

    pub(super) fn family(&self) -> Option<&Family> {
        let read = || Family::parse(self.late_text(packed::FAMILY)?);
        self.has(packed::FAMILY).then(|| self.made().of(|_| true, read).as_ref())?
    }

    pub(super) fn ticket(&self) -> Option<&Ticket> {
        // There is one in tokens of that kind alone.
        if self.head().flags.kind() != Kind::Custom {
            return None;
        }
        let made = self.made().find::<MadeTicket>(|_| true)?;
        made.downcast_ref().map(|MadeTicket(ticket)| ticket)
    }
}

/// What an allocator adds.
const MALLOC: usize = 16;

/// As our issuer writes it.
pub(super) fn footer_of(key: &KeyId) -> Vec<u8> {
    let [start, end] = KID;
    format!("{start}{key}{end}").into_bytes()
}

pub(super) fn is_footer_of(footer: &Footer, key: &KeyId) -> bool {
    let [start, end] = KID.map(str::as_bytes);
    let inner = footer.as_bytes().strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    inner == Some(key.as_str().as_bytes())
}

/// The texts of a list.
struct Texts<'c>(&'c [u8]);

impl<'c> Iterator for Texts<'c> {
    type Item = &'c [u8];

    fn next(&mut self) -> Option<&'c [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        self.0 = rest;
        Some(text)
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contents([REDACTED] under {})", self.key_id())
    }
}
