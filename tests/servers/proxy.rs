//! A network between a program and its server, that can be made as bad as networks are.

use std::cell::Cell;
use std::net::{Ipv4Addr, TcpListener as Listening};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

/// What happens to bytes under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weather {
    /// At once.
    #[default]
    Fair,
    /// Later, each way by so much.
    Slow { there: Duration, back: Duration },
    /// Every other piece is lost, and so is every other repetition: TCP tries again after 200 ms,
    /// 400 ms, 800 ms, and what comes behind it waits.
    Lossy,
    /// Nothing arrives, and nobody is told. What was sent arrives once this is over.
    Hole,
}

/// What has gone through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    pub connections: u64,
    /// Pieces that the program has sent: about as many as its questions, or fewer.
    pub pieces: u64,
    pub bytes: u64,
}

/// Listens on a loopback port until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    weather: watch::Sender<Weather>,
    _alive: watch::Sender<()>,
}

#[derive(Debug)]
struct Shared {
    target: AtomicU16,
    connections: AtomicU64,
    pieces: AtomicU64,
    bytes: AtomicU64,
    /// Counts up: every connection from before is reset.
    storms: Mutex<watch::Sender<u64>>,
}

/// What every connection holds.
#[derive(Clone)]
struct Sky {
    weather: watch::Receiver<Weather>,
    shared: Arc<Shared>,
}

impl Proxy {
    /// In front of a server on this loopback port.
    pub fn to(target: u16) -> Self {
        let listening = Listening::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listening.set_nonblocking(true).unwrap();
        let port = listening.local_addr().unwrap().port();
        let (storms, _) = watch::channel(0);
        let shared = Arc::new(Shared {
            target: AtomicU16::new(target),
            connections: AtomicU64::new(0),
            pieces: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            storms: Mutex::new(storms),
        });
        let (weather, seen) = watch::channel(Weather::Fair);
        let (alive, end) = watch::channel(());
        let sky = Sky { weather: seen, shared: Arc::clone(&shared) };
        thread::spawn(move || run(listening, sky, end));
        Self { port, shared, weather, _alive: alive }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// Where new connections lead from now on.
    pub fn aim(&self, target: u16) {
        self.shared.target.store(target, SeqCst);
    }

    /// Resets every connection there is.
    pub fn reset(&self) {
        self.shared.storms.lock().unwrap().send_modify(|storms| *storms += 1);
    }

    pub fn traffic(&self) -> Traffic {
        let Shared { connections, pieces, bytes, .. } = &*self.shared;
        Traffic {
            connections: connections.load(SeqCst),
            pieces: pieces.load(SeqCst),
            bytes: bytes.load(SeqCst),
        }
    }
}

fn run(listening: Listening, sky: Sky, mut end: watch::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::from_std(listening).unwrap();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((client, _)) = accepted {
                        tokio::spawn(connect(client, sky.clone()));
                    }
                }
                _ = end.changed() => return,
            }
        }
    });
    runtime.shutdown_background();
}

async fn connect(client: TcpStream, sky: Sky) {
    sky.shared.connections.fetch_add(1, SeqCst);
    let mut storms = sky.shared.storms.lock().unwrap().subscribe();
    // Who is refused sees his connection reset.
    let _ = client.set_zero_linger();
    let _ = client.set_nodelay(true);
    let target = sky.shared.target.load(SeqCst);
    let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await else { return };
    let _ = server.set_nodelay(true);
    let _ = server.set_zero_linger();
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = lead(from_client, to_server, sky.clone(), true) => {}
        () = lead(from_server, to_client, sky, false) => {}
        _ = storms.changed() => {}
    }
}

/// One direction, until its end arrives.
async fn lead(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut sky: Sky, is_there: bool) {
    let (under_way, mut arriving) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let weather = sky.weather.clone();
    let shared = Arc::clone(&sky.shared);
    let reading = async move {
        loop {
            let mut piece = vec![0; 16 * 1024];
            // The end takes as long as what was before it.
            let read = from.read(&mut piece).await.unwrap_or(0);
            piece.truncate(read);
            if is_there {
                shared.pieces.fetch_add(1, SeqCst);
                shared.bytes.fetch_add(read as u64, SeqCst);
            }
            let now = *weather.borrow();
            if under_way.send((Instant::now() + delay(now, is_there), piece)).is_err() || read == 0
            {
                return std::future::pending::<()>().await;
            }
        }
    };
    let writing = async {
        while let Some((due, piece)) = arriving.recv().await {
            sleep_until(due).await;
            let _ = sky.weather.wait_for(|weather| *weather != Weather::Hole).await;
            if piece.is_empty() || to.write_all(&piece).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
    }
}

fn delay(weather: Weather, is_there: bool) -> Duration {
    match weather {
        Weather::Fair | Weather::Hole => Duration::ZERO,
        Weather::Slow { there, back } => {
            if is_there {
                there
            } else {
                back
            }
        }
        Weather::Lossy => {
            let mut waited = Duration::ZERO;
            let mut again = Duration::from_millis(200);
            while is_heads() {
                waited += again;
                again *= 2;
            }
            waited
        }
    }
}

/// The same in every run.
fn is_heads() -> bool {
    thread_local!(static STATE: Cell<u64> = const { Cell::new(0x9e37_79b9_7f4a_7c15) });
    let mut state = STATE.get();
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    STATE.set(state);
    state & (1 << 20) != 0
}
