//! The thread that does all the waiting.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::select;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout_at};

use super::command::{Command, Reply};
use super::error::RotateError;
use super::live::Watch;
use super::plan::Places;
use super::refresh::Keeping;
use super::revoke::KeyRevocation;
use super::rotate::Rotation;
use super::slot::Slot;
use super::tenant::Tenancy;
use crate::config::KeyTexts;
use crate::key::KeyId;

const NAME: &str = "paseto-keys";

/// Who comes next, waits.
const MOST_WAITING: usize = 64;

/// After a panic, so that one that comes again keeps nobody busy.
const PAUSE: Duration = Duration::from_secs(1);

/// The line to the thread, which ends when the last one hangs up.
pub(crate) struct Keeper {
    commands: mpsc::Sender<Command>,
    /// Dropped with us; the thread sees it whatever it waits for.
    _alive: oneshot::Sender<()>,
}

/// What the sources said at the start: the keys of each profile, and what tells their age.
pub(super) type Loaded = Vec<(KeyTexts, Watch)>;

impl Keeper {
    /// Starts the thread, which reads every source first. `None` if there is no thread to be had.
    pub(super) fn start(
        keeping: Keeping,
        watch: impl Fn(&[Places], &[Slot]) -> Vec<Watch> + Send + 'static,
    ) -> Option<(Arc<Self>, oneshot::Receiver<Loaded>)> {
        let (commands, inbox) = mpsc::channel(MOST_WAITING);
        let (alive, end) = oneshot::channel();
        let (reply, loaded) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
        let run = move || {
            runtime.block_on(async {
                select(pin!(work(keeping, inbox, reply, watch)), end).await;
            });
            // A blocking call that hangs must not keep the thread.
            runtime.shutdown_background();
        };
        thread::Builder::new().name(NAME.to_owned()).spawn(run).ok()?;
        Some((Arc::new(Self { commands, _alive: alive }), loaded))
    }

    /// From now on the keys of these profiles are kept up to date.
    pub(crate) fn adopt(&self, tenancies: Vec<Tenancy>) {
        // The first command of all, so there is room; and the thread ends with us alone.
        let _ = self.commands.try_send(Command::Adopt(tenancies));
    }

    pub(crate) async fn refresh(&self) -> Result<(), RotateError> {
        self.ask(Command::Refresh).await
    }

    pub(crate) async fn rotate(
        &self,
        profile: &str,
        seen: Option<KeyId>,
    ) -> Result<Rotation, RotateError> {
        self.ask(|reply| Command::Rotate(profile.to_owned(), seen, reply)).await
    }

    pub(crate) async fn revoke(
        &self,
        profile: &str,
        id: &KeyId,
    ) -> Result<KeyRevocation, RotateError> {
        self.ask(|reply| Command::Revoke(profile.to_owned(), id.clone(), reply)).await
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, RotateError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).await.map_err(|_| RotateError::Stopped)?;
        answer.await.map_err(|_| RotateError::Stopped)?
    }
}

async fn work(
    mut keeping: Keeping,
    mut inbox: mpsc::Receiver<Command>,
    loaded: oneshot::Sender<Loaded>,
    watch: impl Fn(&[Places], &[Slot]) -> Vec<Watch>,
) {
    // Without a first look there is no start, and so nothing to go on with.
    if AssertUnwindSafe(load(&mut keeping, loaded, watch)).catch_unwind().await.is_err() {
        return keeping.tell_of_panic();
    }
    while AssertUnwindSafe(serve(&mut keeping, &mut inbox)).catch_unwind().await.is_err() {
        keeping.tell_of_panic();
        sleep(PAUSE).await;
    }
}

async fn load(
    keeping: &mut Keeping,
    loaded: oneshot::Sender<Loaded>,
    watch: impl Fn(&[Places], &[Slot]) -> Vec<Watch>,
) {
    keeping.read(|_, _| true, Some(Instant::now())).await;
    let (places, slots) = (&keeping.plan.places, &keeping.plan.slots);
    let texts = places.iter().map(|of| of.texts(slots));
    let _ = loaded.send(texts.zip(watch(places, slots)).collect());
}

/// What is due and what is asked take turns: neither can keep the other waiting for ever.
async fn serve(keeping: &mut Keeping, inbox: &mut mpsc::Receiver<Command>) {
    let mut next = None;
    loop {
        if keeping.wake() <= Instant::now() {
            keeping.tick().await;
        }
        if let Some(command) = next.take() {
            next = keeping.obey(command, inbox).await;
            continue;
        }
        match timeout_at(keeping.wake(), inbox.recv()).await {
            Ok(Some(command)) => next = keeping.obey(command, inbox).await,
            Ok(None) => return,
            Err(_due) => keeping.tick().await,
        }
    }
}

impl Keeping {
    /// The keys stay, and a health check sees that nobody looks after them.
    fn tell_of_panic(&self) {
        let what = "the thread that reads keys has failed";
        tracing::error!(target: "paseto", "{what}");
        for ring in self.tenants.iter().filter_map(|tenant| tenant.tenancy.ring.upgrade()) {
            ring.tell(Some(what.to_owned()));
        }
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}
