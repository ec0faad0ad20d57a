//! A token out of a JSON body, which is handed on to the handler intact.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use futures_core::Stream as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::locate::{BodyField, Credentials, malformed};
use crate::error::{Place, Rejection};
use crate::token::BearerToken;

/// A body on its way in, up to a limit.
pub(super) struct BodyReader {
    payload: Payload,
    read: BytesMut,
    field: BodyField,
}

impl BodyReader {
    pub(super) fn new(payload: Payload, field: BodyField) -> Self {
        Self { payload, read: BytesMut::new(), field }
    }

    /// The whole body, once it is here.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Rejection>> {
        loop {
            match ready!(Pin::new(&mut self.payload).poll_next(cx)) {
                None => return Poll::Ready(Ok(self.read.split().freeze())),
                Some(Err(_)) => return Poll::Ready(Err(Rejection::BodyUnreadable)),
                Some(Ok(chunk)) if self.read.len() + chunk.len() > self.field.max_length => {
                    return Poll::Ready(Err(Rejection::BodyTooLong));
                }
                Some(Ok(chunk)) => self.read.extend_from_slice(&chunk),
            }
        }
    }

    pub(super) fn field(&self) -> &BodyField {
        &self.field
    }
}

/// The body again, for whoever reads it next.
pub(super) fn replay(body: Bytes) -> Payload {
    let once = futures_util::stream::once(std::future::ready(Ok(body)));
    Payload::from(Box::pin(once) as Pin<Box<dyn futures_core::Stream<Item = _>>>)
}

/// The token in a body; a body that is no JSON object holds none.
pub(super) fn token_in(
    body: &[u8],
    field: &BodyField,
) -> Result<Option<BearerToken<'static>>, Rejection> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let Ok(members) = (Member { name: &field.name }).deserialize(&mut json) else {
        return Ok(None);
    };
    let place = Place::Json(field.name.clone());
    let mut members = members.into_iter();
    match (members.next(), members.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => Err(Rejection::TwoTokens),
        (Some(Value::String(text)), None) => {
            match Credentials::read(text.as_bytes(), field.scheme.as_deref()) {
                Credentials::Token(token) => Ok(Some(BearerToken::found(token.to_owned(), place))),
                Credentials::None | Credentials::Foreign | Credentials::Malformed => {
                    Err(malformed(place, field.scheme.as_deref()))
                }
            }
        }
        (Some(_), None) => Err(malformed(place, field.scheme.as_deref())),
    }
}

/// Collects every top-level member of one name: twice is not once.
struct Member<'a> {
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == self.name {
                found.push(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
