//! The sending half of a socket, which may be in many hands.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web::Bytes;
use actix_ws::{CloseReason, Closed, Session};
use futures_util::future::Either;

use super::life::Life;
use super::race::race;

/// How long a client that does not read may hold up its own close.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends into a [`Socket`](super::Socket) from anywhere, until its token expires or is revoked.
#[derive(Clone)]
pub struct SocketSender {
    session: Session,
    hold: Arc<Hold>,
}

impl SocketSender {
    pub(super) fn new(session: Session, life: Arc<Life>) -> Self {
        Self { session, hold: Arc::new(Hold(life)) }
    }

    /// Sends text.
    ///
    /// # Errors
    ///
    /// [`SocketClosed`] once the socket has closed or the token has ended.
    pub async fn text(&mut self, text: impl AsRef<str>) -> Result<(), SocketClosed> {
        unless_over(&self.hold.0, self.session.text(text.as_ref())).await
    }

    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub async fn binary(&mut self, bytes: impl Into<Bytes>) -> Result<(), SocketClosed> {
        unless_over(&self.hold.0, self.session.binary(bytes)).await
    }

    pub(super) async fn pong(&mut self, bytes: &[u8]) -> Result<(), SocketClosed> {
        unless_over(&self.hold.0, self.session.pong(bytes)).await
    }

    pub(super) fn life(&self) -> &Life {
        &self.hold.0
    }

    pub(super) async fn close(self, reason: Option<CloseReason>) {
        self.life().close();
        close(self.session, reason).await;
    }
}

/// A socket that is closed already stays so.
pub(super) async fn close(session: Session, reason: Option<CloseReason>) {
    drop(timeout(PATIENCE, session.close(reason)).await);
}

/// Also what waits for a client that does not read comes too late when the token has ended.
async fn unless_over(
    life: &Life,
    sent: impl Future<Output = Result<(), Closed>>,
) -> Result<(), SocketClosed> {
    if life.is_over() {
        return Err(SocketClosed);
    }
    match race(life.listen().over(), sent).await {
        Either::Right(Ok(())) => Ok(()),
        Either::Right(Err(Closed)) | Either::Left(()) => Err(SocketClosed),
    }
}

impl fmt::Debug for SocketSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SocketSender")
    }
}

/// As long as anybody can send, the socket is watched, and not longer: the watcher has a session
/// itself, which keeps the connection open.
struct Hold(Arc<Life>);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The socket has closed, or its token has expired or was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the socket is closed")]
pub struct SocketClosed;

#[cfg(test)]
mod tests {
    use super::SocketSender;

    #[test]
    fn a_sender_goes_to_other_threads() {
        fn is_send<T: Send + 'static>() {}
        is_send::<SocketSender>();
    }
}
