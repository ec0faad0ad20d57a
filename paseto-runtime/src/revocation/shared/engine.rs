//! The thread on which a store's connections live, apart from the workers that ask it.

use std::fmt;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::revocation::SharedStoreError;

const NAME: &str = "paseto-store";

/// A thread with a runtime of its own; both end when this is dropped. A connection that a worker
/// had opened would end with that worker.
pub(in crate::revocation) struct Engine {
    handle: Handle,
    /// Dropped with us; the thread waits for nothing else.
    _alive: oneshot::Sender<()>,
}

impl Engine {
    pub(in crate::revocation) fn start() -> Result<Self, SharedStoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(SharedStoreError::NoThread)?;
        let handle = runtime.handle().clone();
        let (alive, end) = oneshot::channel::<()>();
        let run = move || {
            let _ = runtime.block_on(end);
            // What hangs must not keep the thread.
            runtime.shutdown_background();
        };
        let thread = thread::Builder::new().name(NAME.to_owned()).spawn(run);
        thread.map_err(SharedStoreError::NoThread)?;
        Ok(Self { handle, _alive: alive })
    }

    /// In the background, until it is done or the engine is dropped.
    pub(in crate::revocation) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.handle.spawn(task);
    }

    /// Blocks the caller until it is done: meant for the start of the program. `None` if it
    /// panicked.
    pub(in crate::revocation) fn wait<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let (done, is_done) = mpsc::channel();
        self.spawn(async move {
            let _ = done.send(task.await);
        });
        is_done.recv().ok()
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine")
    }
}
