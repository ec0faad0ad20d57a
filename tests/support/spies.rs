//! Extractors and a payload that note what is done to them.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_http::Request;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::{Stream, stream};

thread_local! {
    // One thread a test, so no test sees another's notes.
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn log(note: &'static str) {
    LOG.with_borrow_mut(|log| log.push(note));
}

/// What has been noted; the next notes begin anew.
pub(crate) fn seen() -> Vec<&'static str> {
    LOG.take()
}

/// `T`, noting `from_request` and each `poll`.
pub(crate) struct Spy<T>(pub(crate) T);

impl<T: FromRequest + 'static> FromRequest for Spy<T> {
    type Error = T::Error;
    type Future = SpyFuture<T::Future>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        log("from_request");
        SpyFuture(Box::pin(T::from_request(req, payload)))
    }
}

pub(crate) struct SpyFuture<F>(Pin<Box<F>>);

impl<T, E, F: Future<Output = Result<T, E>>> Future for SpyFuture<F> {
    type Output = Result<Spy<T>, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        log("poll");
        self.0.as_mut().poll(cx).map_ok(Spy)
    }
}

/// The request with a body that comes in these pieces and notes each look for one.
pub(crate) fn chunked(mut request: Request, pieces: &[&[u8]]) -> Request {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let body = Noting { pieces: Box::pin(stream::iter(pieces)), breathe: false };
    *request.payload() = Payload::from(Box::pin(body) as Pin<Box<dyn Stream<Item = _>>>);
    request
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>>;

struct Noting {
    pieces: Pieces,
    breathe: bool,
}

impl Stream for Noting {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        log("payload");
        // Every other time it is not ready, as on a network.
        self.breathe = !self.breathe;
        if self.breathe {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.pieces.as_mut().poll_next(cx)
    }
}
