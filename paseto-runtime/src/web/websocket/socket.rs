//! An open socket that ends with its token.

use std::fmt;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Bytes;
use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, MessageStream, Session,
};
use futures_util::future::Either;

use super::life::{Life, Listener, Terms};
use super::race::race;
use super::sender::{SocketClosed, SocketSender};
use super::verdict;
use super::watcher::Watcher;
use crate::error::Rejection;
use crate::token::{Token, Who};
use crate::web::admission::Admission;
use crate::web::refusal::report;

/// The longest message, all its fragments together, in bytes: 1 MiB.
const MAX_MESSAGE: usize = 1 << 20;

/// An open WebSocket. It is closed with code 1008 when the token expires or is revoked: by then
/// [`recv`](Self::recv) yields `None` and every send fails.
///
/// | code | reason | when |
/// |---|---|---|
/// | 1000 | | [`close`](Self::close) |
/// | 1002 | | the client broke the protocol |
/// | 1007 | | text that is not UTF-8 |
/// | 1008 | `token expired` | the token's `exp` and the leeway have passed |
/// | 1008 | `token revoked` | the token, its family or its subject was revoked |
/// | 1009 | | a message of more than 1 MiB |
/// | 1013 | `revocation state unavailable` | the store failed twice in a row; try again later |
///
/// A client that closes first gets its own code back. A revocation closes it at once where the store announces revocations
/// ([`RevocationStore::changes`](crate::revocation::RevocationStore::changes)), else within
/// `websocket.recheck`. A policy that says `skip_revocation` is not watched.
pub struct Socket {
    sender: SocketSender,
    stream: AggregatedMessageStream,
    life: Listener,
    admission: Admission,
    /// What another token is put before the policy with. It goes with the socket.
    req: HttpRequest,
}

impl Socket {
    pub(super) fn open(
        req: HttpRequest,
        admission: Admission,
        session: Session,
        stream: MessageStream,
    ) -> Self {
        let terms = admission.token().map(|token| terms(token, &admission));
        let life = Arc::new(Life::new(terms.unwrap_or(Terms::UNBOUND)));
        if let Some(token) = admission.token().cloned() {
            let (life, session) = (Arc::clone(&life), session.clone());
            let (profile, policy) = (Arc::clone(admission.profile()), admission.spec().site.name);
            Watcher { life, session, profile, policy, token }.spawn();
        }
        let stream = stream.max_frame_size(MAX_MESSAGE).aggregate_continuations();
        let stream = stream.max_continuation_size(MAX_MESSAGE);
        let listener = life.listen();
        Self { sender: SocketSender::new(session, life), stream, life: listener, admission, req }
    }

    /// The next text, binary or pong message; pings are answered. `None` once either side has
    /// closed, the client has broken the protocol, or the token has expired or was revoked.
    pub async fn recv(&mut self) -> Option<AggregatedMessage> {
        loop {
            let next = race(self.life.over(), self.stream.recv()).await;
            // Past its deadline nothing is taken any more, although the watcher may be late.
            let message = match next {
                Either::Right(Some(message)) if !self.sender.life().is_over() => message,
                Either::Right(None) => {
                    self.sender.life().close();
                    return None;
                }
                Either::Right(Some(_)) | Either::Left(()) => return None,
            };
            match message {
                Ok(AggregatedMessage::Ping(bytes)) => self.sender.pong(&bytes).await.ok()?,
                Ok(AggregatedMessage::Close(reason)) => return self.answer(reason).await,
                Ok(message) => return Some(message),
                Err(error) => return self.answer(Some(verdict::of_protocol(&error).into())).await,
            }
        }
    }

    async fn answer<T>(&self, reason: Option<CloseReason>) -> Option<T> {
        self.sender.clone().close(reason).await;
        None
    }

    /// Another token in the place of the one that opened the socket, such as a client sends in a
    /// message of its own before the old one expires. It comes before the same policy, with all
    /// that the policy demands, and must be of the same subject. From then on it decides how long
    /// the socket lives. What such a message looks like is the application's affair.
    ///
    /// A socket that was opened without a token stays without one.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::web::{Message, Socket};
    ///
    /// async fn serve(mut socket: Socket) {
    ///     while let Some(message) = socket.recv().await {
    ///         let Message::Text(token) = message else { continue };
    ///         let answer = match socket.present(&token).await {
    ///             Ok(_) => "renewed",
    ///             Err(rejection) => rejection.code().as_str(),
    ///         };
    ///         if socket.text(answer).await.is_err() {
    ///             break;
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Rejection`], as for a request. It changes nothing: the socket goes on until its own end.
    /// [`Rejection::SubjectChanged`] for a token of somebody else; [`Rejection::Expired`] or
    /// [`Rejection::Revoked`] also where the socket has come to its end meanwhile.
    pub async fn present(&mut self, text: &str) -> Result<Token, Rejection> {
        let presented = self.judge(text).await;
        if let Err(rejection) = &presented {
            report(self.admission.spec(), rejection);
        }
        presented
    }

    async fn judge(&self, text: &str) -> Result<Token, Rejection> {
        let token = self.admission.present()(self.req.clone(), text.to_owned()).await?;
        match self.sender.life().renew(terms(&token, &self.admission)) {
            Ok(()) => Ok(token),
            Err(end) => {
                let (rejection, policy) = (Rejection::from(end), self.admission.spec().site.name);
                let who = Who::Bearer(token);
                self.admission.profile().refused(policy, rejection.code(), Some(&who));
                Err(rejection)
            }
        }
    }

    /// Sends text.
    ///
    /// # Errors
    ///
    /// [`SocketClosed`] once the socket has closed or the token has ended.
    pub async fn text(&mut self, text: impl AsRef<str>) -> Result<(), SocketClosed> {
        self.sender.text(text).await
    }

    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub async fn binary(&mut self, bytes: impl Into<Bytes>) -> Result<(), SocketClosed> {
        self.sender.binary(bytes).await
    }

    /// A handle that other tasks may send through; it dies with the token as well.
    #[must_use]
    pub fn sender(&self) -> SocketSender {
        self.sender.clone()
    }

    /// Closes normally.
    pub async fn close(self) {
        self.sender.clone().close(Some(CloseCode::Normal.into())).await;
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

fn terms(token: &Token, admission: &Admission) -> Terms {
    Terms::of(token, admission.spec(), admission.profile())
}
