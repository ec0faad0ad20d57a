//! Finding the token: in the declared places, in their order, and never two of them.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderValue, SEC_WEBSOCKET_PROTOCOL};

use super::{Policy, cookies, scheme};
use crate::config::{CookieSettings, Settings, SourceName};
use crate::error::{ExpectedKind, Place, Rejection};
use crate::policy::Source;
use crate::token::{self, BearerToken};

/// What a look at everything but the body has found.
pub(super) enum Located<'a> {
    /// One token.
    Found(BearerToken<'a>),
    /// None, but the body may hold it.
    InBody(BodyField),
    /// None. Credentials of a foreign scheme are remembered for the answer.
    Absent(Rejection),
}

/// The member of a JSON body that holds the token.
#[derive(Debug, Clone)]
pub(super) struct BodyField {
    pub(super) name: String,
    pub(super) scheme: Option<String>,
    pub(super) max_length: usize,
}

pub(super) fn locate<'a, P: Policy>(
    req: &'a HttpRequest,
    settings: &Settings,
) -> Result<Located<'a>, Rejection> {
    let mut search = Search { found: None, body: None, absent: Rejection::Missing };
    match P::SPEC.sources {
        Some(declared) => {
            for source in declared {
                search.look_into::<P>(req, settings, *source)?;
            }
        }
        None => {
            for name in configured(settings, P::SPEC.websocket) {
                search.look_into::<P>(req, settings, source_of(*name))?;
            }
        }
    }
    Ok(search.outcome())
}

fn configured(settings: &Settings, websocket: bool) -> &[SourceName] {
    if websocket { &settings.websocket_sources } else { &settings.sources }
}

fn source_of(name: SourceName) -> Source {
    match name {
        SourceName::Header => Source::Header,
        SourceName::Cookie => Source::Cookie,
        SourceName::Query => Source::Query,
        SourceName::Json => Source::Json,
        SourceName::Subprotocol => Source::Subprotocol,
    }
}

struct Search<'a> {
    found: Option<BearerToken<'a>>,
    body: Option<BodyField>,
    absent: Rejection,
}

impl<'a> Search<'a> {
    fn look_into<P: Policy>(
        &mut self,
        req: &'a HttpRequest,
        settings: &Settings,
        source: Source,
    ) -> Result<(), Rejection> {
        let header = &settings.header;
        let query = &settings.query;
        match source {
            Source::Header => self.header(req, &header.name, header.scheme.as_deref()),
            Source::NamedHeader { name, scheme } => self.header(req, name, scheme),
            Source::Cookie => self.cookie_for(P::SPEC.kind, req, &settings.cookie),
            Source::NamedCookie { name } => self.cookie(req, name).map(drop),
            Source::Query => self.query(req, &query.name, query.scheme.as_deref()),
            Source::NamedQuery { name, scheme } => self.query(req, name, scheme),
            Source::Json | Source::NamedJson { .. } if !P::READS_BODY => Ok(()),
            Source::Json => {
                self.body(settings, &settings.json.field, settings.json.scheme.as_deref())
            }
            Source::NamedJson { name, scheme } => self.body(settings, name, scheme),
            Source::Subprotocol => self.subprotocol(req),
            Source::Function => self.function::<P>(req),
        }
    }

    fn header(
        &mut self,
        req: &'a HttpRequest,
        name: &str,
        scheme: Option<&str>,
    ) -> Result<(), Rejection> {
        let place = || token::header(name);
        for value in values(req, name) {
            match Credentials::read(value.as_bytes(), scheme) {
                Credentials::Token(text) => self.take(text, place())?,
                Credentials::None => {}
                Credentials::Foreign => {
                    let scheme = scheme::shared(scheme.unwrap_or_default());
                    self.absent = Rejection::ForeignScheme { place: place(), scheme };
                }
                Credentials::Malformed => {
                    return Err(malformed(place(), scheme));
                }
            }
        }
        Ok(())
    }

    /// Where either kind will do, a browser sends both: the access token is the one in use. A kind of
    /// the application's own has no configured cookie.
    fn cookie_for(
        &mut self,
        kind: ExpectedKind,
        req: &'a HttpRequest,
        names: &CookieSettings,
    ) -> Result<(), Rejection> {
        match kind {
            ExpectedKind::Access => self.cookie(req, &names.access).map(drop),
            ExpectedKind::Refresh => self.cookie(req, &names.refresh).map(drop),
            // A browser may keep an access token that has expired, and must log out all the same.
            ExpectedKind::Any if self.cookie(req, &names.refresh)? => Ok(()),
            ExpectedKind::Any => self.cookie(req, &names.access).map(drop),
            ExpectedKind::Custom(_) => Ok(()),
        }
    }

    /// Whether there is one.
    fn cookie(&mut self, req: &'a HttpRequest, name: &str) -> Result<bool, Rejection> {
        let Some(value) = cookies::value_of(req, name)? else { return Ok(false) };
        match Credentials::token(value) {
            Credentials::Token(text) => self.take(text, token::cookie(name)).map(|()| true),
            Credentials::None | Credentials::Foreign | Credentials::Malformed => {
                Err(malformed(token::cookie(name), None))
            }
        }
    }

    fn query(
        &mut self,
        req: &'a HttpRequest,
        name: &str,
        scheme: Option<&str>,
    ) -> Result<(), Rejection> {
        type Pairs = actix_web::web::Query<Vec<(String, String)>>;
        let Ok(pairs) = Pairs::from_query(req.query_string()) else { return Ok(()) };
        for (_, value) in pairs.into_inner().into_iter().filter(|(key, _)| key == name) {
            let place = Place::Query(name.to_owned());
            match Credentials::read(value.as_bytes(), scheme) {
                Credentials::Token(text) => self.take(text.to_owned(), place)?,
                Credentials::None | Credentials::Foreign | Credentials::Malformed => {
                    return Err(malformed(place, scheme));
                }
            }
        }
        Ok(())
    }

    fn body(
        &mut self,
        settings: &Settings,
        name: &str,
        scheme: Option<&str>,
    ) -> Result<(), Rejection> {
        let max_length = settings.json.max_length;
        let scheme = scheme.map(str::to_owned);
        self.body = Some(BodyField { name: name.to_owned(), scheme, max_length });
        Ok(())
    }

    fn subprotocol(&mut self, req: &'a HttpRequest) -> Result<(), Rejection> {
        for value in req.headers().get_all(SEC_WEBSOCKET_PROTOCOL) {
            for offered in value.as_bytes().split(|byte| *byte == b',') {
                let Some(text) = offered.trim_ascii().strip_prefix(b"bearer.") else { continue };
                match Credentials::read(text, None) {
                    Credentials::Token(text) => self.take(text, Place::Subprotocol)?,
                    Credentials::None | Credentials::Foreign | Credentials::Malformed => {
                        return Err(malformed(Place::Subprotocol, None));
                    }
                }
            }
        }
        Ok(())
    }

    fn function<P: Policy>(&mut self, req: &HttpRequest) -> Result<(), Rejection> {
        let Some(bytes) = P::token_from(req) else { return Ok(()) };
        let text = String::from_utf8(bytes).map_err(|_| malformed(Place::Function, None))?;
        self.take(text.into_bytes(), Place::Function)
    }

    fn take(
        &mut self,
        text: impl Into<Cow<'a, [u8]>>,
        place: impl Into<Arc<Place>>,
    ) -> Result<(), Rejection> {
        if self.found.is_some() {
            return Err(Rejection::TwoTokens);
        }
        self.found = Some(BearerToken::found(text, place));
        Ok(())
    }

    /// A body is read only where no other place holds a token: what need not be touched before
    /// the check is not touched.
    fn outcome(self) -> Located<'a> {
        match (self.found, self.body) {
            (Some(token), _) => Located::Found(token),
            (None, Some(field)) => Located::InBody(field),
            (None, None) => Located::Absent(self.absent),
        }
    }
}

/// The usual name need not be read anew at each request.
fn values<'r>(req: &'r HttpRequest, name: &str) -> std::slice::Iter<'r, HeaderValue> {
    if name.eq_ignore_ascii_case(AUTHORIZATION.as_str()) {
        return req.headers().get_all(AUTHORIZATION);
    }
    req.headers().get_all(name)
}

pub(super) fn malformed(place: impl Into<Arc<Place>>, scheme: Option<&str>) -> Rejection {
    Rejection::BadCredentials { place: place.into(), scheme: scheme.map(scheme::shared) }
}

/// One value of one place.
pub(super) enum Credentials<'a> {
    Token(&'a [u8]),
    None,
    Foreign,
    Malformed,
}

impl<'a> Credentials<'a> {
    /// `scheme 1*SP token68` (RFC 9110 §11.4), the scheme in any case; or the bare token.
    pub(super) fn read(value: &'a [u8], scheme: Option<&str>) -> Self {
        let value = value.trim_ascii();
        if value.is_empty() {
            return Self::None;
        }
        let Some(scheme) = scheme else { return Self::token(value) };
        let (word, rest) = match value.iter().position(|byte| *byte == b' ') {
            Some(at) => value.split_at(at),
            None => (value, &[][..]),
        };
        if !word.eq_ignore_ascii_case(scheme.as_bytes()) {
            return Self::Foreign;
        }
        Self::token(rest.trim_ascii_start())
    }

    /// A text that is too long for any profile is not looked at: its length alone refuses it, and
    /// each of its bytes would cost time.
    fn token(text: &'a [u8]) -> Self {
        let is_readable = text.len() > LONGEST || (!text.is_empty() && is_token68(text));
        if is_readable { Self::Token(text) } else { Self::Malformed }
    }
}

/// The highest `max_token_length`, wrapped in base64.
const LONGEST: usize = 8_192 / 3 * 4 + 4;

/// The characters of a token68 (RFC 9110 §11.2).
fn is_token68(text: &[u8]) -> bool {
    is_usual(text) || text.iter().all(|byte| fits(*byte))
}

/// Those that a PASETO has. Without a branch, so that a processor looks at many of them at a time;
/// the last ones twice rather than one by one.
fn is_usual(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk::<WIDE>() else { return false };
    let (chunks, _) = text.as_chunks::<WIDE>();
    misfits(chunks.as_flattened()) | misfits(last) == 0
}

/// What a processor compares at once.
const WIDE: usize = 16;

fn misfits(text: &[u8]) -> u8 {
    text.iter().fold(0, |misfits, byte| misfits | distance(*byte))
}

/// From what is usual: 0 for letters, digits and `-./_`.
fn distance(byte: u8) -> u8 {
    let from_letters = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
    // `-`, `.`, `/` and the digits are neighbours.
    let from_digits = byte.wrapping_sub(b'-').saturating_sub(12);
    from_letters.min(from_digits).min(byte ^ b'_')
}

fn fits(byte: u8) -> bool {
    distance(byte) == 0 || matches!(byte, b'~' | b'+' | b'=')
}

#[cfg(test)]
mod tests {
    use super::is_token68;

    #[test]
    fn every_byte_fits_or_does_not() {
        for byte in 0..=u8::MAX {
            let expected = byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
            for at in [0, 15, 16, 39] {
                let mut text = [b'a'; 40];
                text.iter_mut().skip(at).take(1).for_each(|place| *place = byte);
                assert_eq!(is_token68(&text), expected, "{byte} at {at}");
            }
        }
    }
}
