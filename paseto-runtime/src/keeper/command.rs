//! What the keeper is asked to do.

use tokio::sync::{mpsc, oneshot};

use super::error::RotateError;
use super::refresh::Keeping;
use super::revoke::KeyRevocation;
use super::rotate::Rotation;
use super::tenant::Tenancy;
use crate::key::KeyId;

pub(super) type Reply<T> = oneshot::Sender<Result<T, RotateError>>;

/// What the keeper is asked to do.
#[derive(Debug)]
pub(super) enum Command {
    Adopt(Vec<Tenancy>),
    Refresh(Reply<()>),
    /// The profile, and the key that it makes tokens with.
    Rotate(String, Option<KeyId>, Reply<Rotation>),
    Revoke(String, KeyId, Reply<KeyRevocation>),
}

impl Keeping {
    /// The next command, if it has been taken from the inbox meanwhile. Nobody may be waiting for
    /// the answer any more.
    pub(super) async fn obey(
        &mut self,
        command: Command,
        inbox: &mut mpsc::Receiver<Command>,
    ) -> Option<Command> {
        match command {
            Command::Adopt(tenancies) => self.adopt(tenancies),
            Command::Refresh(reply) => {
                let (replies, next) = with_others(reply, inbox);
                self.refresh(replies).await;
                return next;
            }
            Command::Rotate(_, _, reply) if reply.is_closed() => {}
            Command::Rotate(profile, seen, reply) => {
                let done = self.rotate(&profile, seen.as_ref()).await;
                let _ = reply.send(done);
            }
            Command::Revoke(_, _, reply) if reply.is_closed() => {}
            Command::Revoke(profile, id, reply) => {
                let done = self.revoke(&profile, &id).await;
                let _ = reply.send(done);
            }
        }
        None
    }

    /// Everything that can have changed, once for all who want it.
    async fn refresh(&mut self, mut replies: Vec<Reply<()>>) {
        replies.retain(|reply| !reply.is_closed());
        if replies.is_empty() {
            return;
        }
        self.read(|_, slot| slot.is_alive(), Some(tokio::time::Instant::now())).await;
        self.settle();
        self.mend().await;
        for reply in replies {
            let _ = reply.send(self.outcome());
        }
    }

    /// The first failure, if any.
    fn outcome(&mut self) -> Result<(), RotateError> {
        let refusal = self.settle().into_iter().next();
        if let Some(error) = self.plan.slots.iter().find_map(|slot| slot.failure()) {
            return Err(error.clone().into());
        }
        refusal.map_or(Ok(()), |(_, problem)| Err(RotateError::Refused(problem)))
    }
}

/// What was asked before a read began is answered by it.
fn with_others(
    first: Reply<()>,
    inbox: &mut mpsc::Receiver<Command>,
) -> (Vec<Reply<()>>, Option<Command>) {
    let mut replies = vec![first];
    loop {
        match inbox.try_recv() {
            Ok(Command::Refresh(reply)) => replies.push(reply),
            Ok(other) => return (replies, Some(other)),
            Err(_none) => return (replies, None),
        }
    }
}
