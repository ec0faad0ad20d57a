//! Finding the token: in the declared places, in their order, and never two of them.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderValue, SEC_WEBSOCKET_PROTOCOL};

use super::{Policy, cookies};
use crate::config::{CookieSettings, Settings, SourceName};
use crate::error::{ExpectedKind, Place, Rejection};
use crate::policy::{AssertionSource, PolicySpec, Source};
use crate::token::{self, BearerToken, Spot, may_be_credentials};

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
    settings: &'a Settings,
) -> Result<Located<'a>, Rejection> {
    let mut search = Search::with(calls_functions(&P::SPEC));
    let looked = match P::SPEC.sources {
        Some(declared) => {
            declared.iter().try_for_each(|source| search.look_into::<P>(req, settings, *source))
        }
        None => configured(settings, P::SPEC.websocket)
            .iter()
            .try_for_each(|name| search.look_into::<P>(req, settings, source_of(*name))),
    };
    search.outcome(looked)
}

/// Functions of the application are called only for what may be a token.
fn calls_functions(spec: &PolicySpec) -> bool {
    let is_function = |source: &Source| matches!(source, Source::Function);
    matches!(spec.assertion, AssertionSource::Function)
        || spec.sources.is_some_and(|declared| declared.iter().any(is_function))
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
    checks_at_once: bool,
}

impl<'a> Search<'a> {
    fn with(checks_at_once: bool) -> Self {
        Self { found: None, body: None, absent: Rejection::Missing, checks_at_once }
    }

    fn look_into<P: Policy>(
        &mut self,
        req: &'a HttpRequest,
        settings: &'a Settings,
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
        scheme: Option<&'a str>,
    ) -> Result<(), Rejection> {
        for value in values(req, name) {
            match Credentials::split(value.as_bytes(), scheme) {
                Credentials::Token(text) => {
                    self.take(BearerToken::unread(text, Spot::header(name), scheme))?;
                }
                Credentials::None => {}
                Credentials::Foreign => {
                    let (place, scheme) = (token::header(name), scheme.unwrap_or_default());
                    let scheme = token::scheme(scheme);
                    self.absent = Rejection::ForeignScheme { place, scheme };
                }
                Credentials::Malformed => {
                    return Err(malformed(token::header(name), scheme));
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
            Credentials::Token(text) => {
                self.take(BearerToken::found(text, token::cookie(name))).map(|()| true)
            }
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
                Credentials::Token(text) => {
                    self.take(BearerToken::found(text.to_owned(), place))?;
                }
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
                    Credentials::Token(text) => {
                        self.take(BearerToken::found(text, Place::Subprotocol))?;
                    }
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
        self.take(BearerToken::found(text.into_bytes(), Place::Function))
    }

    fn take(&mut self, token: BearerToken<'a>) -> Result<(), Rejection> {
        if self.checks_at_once || self.found.is_some() {
            token.check()?;
        }
        if self.found.is_some() {
            return Err(Rejection::TwoTokens);
        }
        self.found = Some(token);
        Ok(())
    }

    /// A body is read only where no other place holds a token: what need not be touched before
    /// the check is not touched. What was found first is to blame first.
    fn outcome(self, looked: Result<(), Rejection>) -> Result<Located<'a>, Rejection> {
        match (self.found, self.body, looked) {
            (Some(token), _, Err(rejection)) => Err(token.check().err().unwrap_or(rejection)),
            (None, _, Err(rejection)) => Err(rejection),
            (Some(token), _, Ok(())) => Ok(Located::Found(token)),
            (None, Some(field), Ok(())) => Ok(Located::InBody(field)),
            (None, None, Ok(())) => Ok(Located::Absent(self.absent)),
        }
    }
}

/// The usual name need not be read anew at each request.
fn values<'r>(req: &'r HttpRequest, name: &str) -> std::slice::Iter<'r, HeaderValue> {
    if name == "Authorization" || name.eq_ignore_ascii_case(AUTHORIZATION.as_str()) {
        return req.headers().get_all(AUTHORIZATION);
    }
    req.headers().get_all(name)
}

pub(super) fn malformed(place: impl Into<Arc<Place>>, scheme: Option<&str>) -> Rejection {
    Rejection::BadCredentials { place: place.into(), scheme: scheme.map(token::scheme) }
}

/// One value of one place.
pub(super) enum Credentials<'a> {
    Token(&'a [u8]),
    None,
    Foreign,
    Malformed,
}

impl<'a> Credentials<'a> {
    pub(super) fn read(value: &'a [u8], scheme: Option<&str>) -> Self {
        match Self::split(value, scheme) {
            Self::Token(text) => Self::token(text),
            other @ (Self::None | Self::Foreign | Self::Malformed) => other,
        }
    }

    /// `scheme 1*SP token68` (RFC 9110 §11.4), the scheme in any case; or the bare token. Whatever
    /// characters that one has.
    fn split(value: &'a [u8], scheme: Option<&str>) -> Self {
        let value = value.trim_ascii();
        if value.is_empty() {
            return Self::None;
        }
        let Some(scheme) = scheme else { return Self::Token(value) };
        let (word, rest) = value.split_at_checked(scheme.len()).unwrap_or((value, &[]));
        let is_whole = rest.first().is_none_or(|byte| *byte == b' ');
        let scheme = scheme.as_bytes();
        if is_whole && (word == scheme || word.eq_ignore_ascii_case(scheme)) {
            Self::Token(rest.trim_ascii_start())
        } else {
            Self::Foreign
        }
    }

    fn token(text: &'a [u8]) -> Self {
        if may_be_credentials(text) { Self::Token(text) } else { Self::Malformed }
    }
}
