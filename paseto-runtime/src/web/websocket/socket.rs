//! An open socket that ends with its token.

use std::fmt;
use std::future::Future;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_web::rt;
use actix_web::rt::task::JoinHandle;
use actix_web::rt::time::{Instant, sleep_until, timeout};
use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError, Session,
};

use crate::profile::Profile;

/// The longest message, all its fragments together, in bytes: 1 MiB.
const MAX_MESSAGE: usize = 1 << 20;

/// When a socket must end; `None` if its token never does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// Measured from the injected clock, then kept by the monotonic one.
    pub(super) fn new(at: Option<SystemTime>, profile: &Profile) -> Self {
        let now = profile.clock().now().to_system();
        let left = |at: SystemTime| at.duration_since(now).unwrap_or(Duration::ZERO);
        Self(at.and_then(|at| Instant::now().checked_add(left(at))))
    }

    fn has_passed(self) -> bool {
        self.0.is_some_and(|at| Instant::now() >= at)
    }

    /// What `wait` yields, or `None` once the deadline has passed.
    async fn bound<T>(self, wait: impl Future<Output = T>) -> Option<T> {
        match self.0 {
            Some(at) => timeout(at.saturating_duration_since(Instant::now()), wait).await.ok(),
            None => Some(wait.await),
        }
    }
}

/// An open WebSocket. It is closed with code 1008 when the token expires: by then
/// [`recv`](Self::recv) yields `None` and every send fails.
pub struct Socket {
    sender: SocketSender,
    stream: AggregatedMessageStream,
}

impl Socket {
    pub(super) fn new(
        session: Session,
        stream: actix_ws::MessageStream,
        deadline: Deadline,
    ) -> Self {
        let stream = stream.max_frame_size(MAX_MESSAGE).aggregate_continuations();
        let stream = stream.max_continuation_size(MAX_MESSAGE);
        let watchdog = Watchdog::over(&session, deadline);
        let sender = SocketSender { session, deadline, _watchdog: watchdog };
        Self { sender, stream }
    }

    /// The next text, binary or pong message; pings are answered. `None` once either side has
    /// closed, the client has broken the protocol, or the token has expired.
    pub async fn recv(&mut self) -> Option<AggregatedMessage> {
        loop {
            let Some(next) = self.sender.deadline.bound(self.stream.recv()).await else {
                self.sender.clone().expire().await;
                return None;
            };
            match next? {
                Ok(AggregatedMessage::Ping(bytes)) => {
                    self.sender.session.pong(&bytes).await.ok()?;
                }
                Ok(AggregatedMessage::Close(reason)) => {
                    self.sender.clone().close(reason).await;
                    return None;
                }
                Ok(message) => return Some(message),
                Err(error) => {
                    self.sender.clone().close(Some(verdict(&error).into())).await;
                    return None;
                }
            }
        }
    }

    /// Sends text.
    ///
    /// # Errors
    ///
    /// [`SocketClosed`] once the socket has closed or the token has expired.
    pub async fn text(&mut self, text: impl AsRef<str>) -> Result<(), SocketClosed> {
        self.sender.text(text).await
    }

    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub async fn binary(
        &mut self,
        bytes: impl Into<actix_web::web::Bytes>,
    ) -> Result<(), SocketClosed> {
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

/// Sends into a [`Socket`] from anywhere, until its token expires.
#[derive(Clone)]
pub struct SocketSender {
    session: Session,
    deadline: Deadline,
    _watchdog: Option<Arc<Watchdog>>,
}

impl SocketSender {
    /// Sends text.
    ///
    /// # Errors
    ///
    /// [`SocketClosed`] once the socket has closed or the token has expired.
    pub async fn text(&mut self, text: impl AsRef<str>) -> Result<(), SocketClosed> {
        self.check()?;
        self.session.text(text.as_ref()).await.map_err(|_| SocketClosed)
    }

    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub async fn binary(
        &mut self,
        bytes: impl Into<actix_web::web::Bytes>,
    ) -> Result<(), SocketClosed> {
        self.check()?;
        self.session.binary(bytes).await.map_err(|_| SocketClosed)
    }

    fn check(&self) -> Result<(), SocketClosed> {
        if self.deadline.has_passed() { Err(SocketClosed) } else { Ok(()) }
    }

    async fn expire(self) {
        self.close(Some(expired())).await;
    }

    /// A socket that is closed already stays so.
    async fn close(self, reason: Option<CloseReason>) {
        drop(self.session.close(reason).await);
    }
}

impl fmt::Debug for SocketSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SocketSender")
    }
}

/// Closes the session at the deadline, also where no task receives any more. It watches as long as
/// anybody can send, and not longer: it holds a session itself, which keeps the connection open.
struct Watchdog(JoinHandle<()>);

impl Watchdog {
    fn over(session: &Session, deadline: Deadline) -> Option<Arc<Self>> {
        let (at, session) = (deadline.0?, session.clone());
        Some(Arc::new(Self(rt::spawn(async move {
            sleep_until(at).await;
            drop(session.close(Some(expired())).await);
        }))))
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// RFC 6455 §7.4.1. Too long a message of several fragments comes as an I/O error, as text does that
/// is not UTF-8; a connection that is gone hears neither.
fn verdict(error: &ProtocolError) -> CloseCode {
    match error {
        ProtocolError::Overflow => CloseCode::Size,
        ProtocolError::Io(cause) if cause.kind() == ErrorKind::InvalidData => CloseCode::Invalid,
        ProtocolError::Io(_) => CloseCode::Size,
        ProtocolError::UnmaskedFrame
        | ProtocolError::MaskedFrame
        | ProtocolError::InvalidOpcode(_)
        | ProtocolError::InvalidLength(_)
        | ProtocolError::BadOpCode
        | ProtocolError::ContinuationNotStarted
        | ProtocolError::ContinuationStarted
        | ProtocolError::ContinuationFragment(_) => CloseCode::Protocol,
    }
}

fn expired() -> CloseReason {
    CloseReason { code: CloseCode::Policy, description: Some("token expired".to_owned()) }
}

/// The socket has closed, or its token has expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the socket is closed")]
pub struct SocketClosed;
