//! So many requests a second, whatever becomes of them.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::task::{LocalSet, spawn_local};

use crate::actions::{Crowd, Mix};
use crate::app::Setup;
use crate::ledger::Ledger;
use crate::samples::Samples;

/// Logins before the first fault.
const CROWD: usize = 200;

/// Beyond so many at once the client itself would be what is measured.
const MOST_AT_ONCE: usize = 1_500;

/// All that the requests leave behind.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) ledger: Ledger,
    pub(crate) samples: Samples,
}

/// A client that goes on until it is told to stop.
pub(crate) struct Load {
    world: Arc<Mutex<World>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Load {
    /// Returns once there is a crowd to ask with.
    pub(crate) fn start(ports: Vec<u16>, setup: &Setup, rate: u32, propagation: Duration) -> Self {
        let world = Arc::new(Mutex::new(World::default()));
        world.lock().unwrap().ledger.propagation = propagation;
        let stop = Arc::new(AtomicBool::new(false));
        let (own, is_over, key) = (Arc::clone(&world), Arc::clone(&stop), setup.key());
        let (ready, is_ready) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let crowd = Rc::new(Crowd::new(&ports, own, &key));
            LocalSet::new().block_on(&runtime.unwrap(), async move {
                crowd.gather(CROWD).await;
                ready.send(()).unwrap();
                flow(&crowd, rate, &is_over).await;
                crowd.settle().await;
                crowd.sweep().await;
            });
        });
        is_ready.recv().expect("nobody could log in");
        Self { world, stop, thread: Some(thread) }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// Stops, and shows every token once more.
    pub(crate) fn finish(mut self) -> World {
        self.stop.store(true, SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the client failed");
        }
        std::mem::take(&mut *self.world.lock().unwrap())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.stop.store(true, SeqCst);
    }
}

/// By the clock, so that slow answers do not slow the questions.
async fn flow(crowd: &Rc<Crowd>, rate: u32, is_over: &AtomicBool) {
    let begun = Instant::now();
    let mut mix = Mix::default();
    let mut sent = 0;
    let mut tick = tokio::time::interval(Duration::from_millis(1));
    while !is_over.load(SeqCst) {
        tick.tick().await;
        let due = (begun.elapsed().as_secs_f64() * f64::from(rate)) as u64;
        while sent < due {
            sent += 1;
            if crowd.under_way() < MOST_AT_ONCE {
                let (crowd, action) = (Rc::clone(crowd), mix.next());
                spawn_local(async move { crowd.act(action).await });
            }
        }
    }
}
