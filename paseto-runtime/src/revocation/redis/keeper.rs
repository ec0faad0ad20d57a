//! Keeps the connection, and an eye on the server.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::core::{Core, beginning, look};
use super::dial::Dialer;
use super::evictions::Count;
use super::fitness::{self, Fitness};
use super::keys::Keys;
use super::link::Wires;
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, Told};
use super::trouble::Trouble;
use super::wire::UNKNOWN;
use crate::revocation::shared::{EpochState, Mark};
use crate::revocation::{AfterDataLoss, SharedOptions, StoreError};

const INTERVAL: Duration = Duration::from_secs(1);

/// For one look at a server that is connected.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// For one attempt to connect.
const ATTEMPT: Duration = Duration::from_millis(1_500);

const PAUSE: Duration = Duration::from_millis(100);
const JITTER_MS: u64 = 50;

/// For as long as the engine runs.
pub(super) async fn run(core: Arc<Core>, dialer: Arc<Dialer>) {
    loop {
        let was_up = core.link.wires();
        let done = match &was_up {
            Ok(wires) => timeout(PATIENCE, beat(&core, &dialer, wires)).await,
            Err(_) => timeout(ATTEMPT, reconnect(&core, &dialer)).await,
        };
        match done.unwrap_or(Err(Trouble::Late)) {
            Ok(()) => core.link.complaint_within(INTERVAL).await,
            Err(trouble) => {
                core.link.down(&trouble);
                if was_up.is_err() {
                    sleep(PAUSE + jitter()).await;
                }
            }
        }
    }
}

/// Many nodes lose one server at the same moment.
fn jitter() -> Duration {
    let mut byte = [0];
    let _ = getrandom::fill(&mut byte);
    let [byte] = byte;
    Duration::from_millis(u64::from(byte) % JITTER_MS)
}

async fn reconnect(core: &Core, dialer: &Dialer) -> Result<(), Trouble> {
    let mark = core.ledger.mark();
    let (wires, told, evictions) = connect(dialer, &core.keys, &core.options).await?;
    let mut told = core.unless_evicted(told, evictions);
    if core.witness.contradicts(&core.keys, &wires.asks, &told).await? {
        // As if nothing of it were there.
        told.changes = 0;
    }
    weigh(core, &wires, &mark, told).await?;
    core.link.up(wires);
    Ok(())
}

/// A connection with a master that keeps what it is told, and how its data are.
pub(super) async fn connect(
    dialer: &Dialer,
    keys: &Keys,
    options: &SharedOptions,
) -> Result<(Wires, Told, Option<Count>), Trouble> {
    let host = dialer.locate().await?;
    let asks = dialer.dial(&host).await?;
    let changes = if options.replicas > 0 { dialer.dial(&host).await? } else { asks.clone() };
    let wires = Wires { asks, changes, host };
    let (told, evictions) = examine(&wires, keys, options, true).await?;
    Ok((wires, told, evictions))
}

async fn beat(core: &Core, dialer: &Dialer, wires: &Wires) -> Result<(), Trouble> {
    let mark = core.ledger.mark();
    let (told, evictions) = examine(wires, &core.keys, &core.options, false).await?;
    weigh(core, wires, &mark, core.unless_evicted(told, evictions)).await?;
    listen(core, wires).await?;
    if !dialer.is_watched() {
        return Ok(());
    }
    // A Sentinel that does not answer says nothing against the master.
    match timeout(PATIENCE / 2, dialer.locate()).await {
        Ok(Ok(host)) if host != wires.host => {
            Err(Trouble::Senseless("another server is the master now"))
        }
        _same => Ok(()),
    }
}

/// `WAIT` may hold up the answer: only an error speaks against the connection. One on which nothing
/// is said would be ended by the server, or by what is between.
async fn listen(core: &Core, wires: &Wires) -> Result<(), Trouble> {
    if core.options.replicas == 0 {
        return Ok(());
    }
    match timeout(PATIENCE / 4, wires.changes.run(&core.look())).await {
        Ok(Err(trouble)) if !trouble.is_of_the_data() => Err(trouble),
        _said => Ok(()),
    }
}

/// In one trip: whether the server is fit, and how the data are.
async fn examine(
    wires: &Wires,
    keys: &Keys,
    options: &SharedOptions,
    is_new: bool,
) -> Result<(Told, Option<Count>), Trouble> {
    let loads = SCRIPTS.loads().into_iter().filter(|_| is_new);
    let commands = fitness::questions().into_iter().chain(loads).chain([look(keys).by_hash()]);
    let mut told = wires.asks.ask_all(commands).await?;
    let looked = told.pop().ok_or(SENSELESS)?;
    let (fitness, evictions) = fitness::judge(told.into_iter().take(fitness::QUESTIONS))?;
    if let Fitness::Forgets(why) = fitness {
        if !options.dangerous_allow_forgetting {
            return Err(Trouble::Forgets(why));
        }
        if is_new {
            tracing::warn!(target: "paseto", why, "the revocation store may forget: it is allowed to");
        }
    }
    let told = match looked {
        // It has dropped its scripts since.
        Err(trouble) if trouble.says(UNKNOWN) => {
            wires.asks.ask_all(SCRIPTS.loads()).await?;
            wires.asks.run(&look(keys)).await
        }
        looked => Told::read(looked?),
    };
    Ok((told?, evictions))
}

impl Core {
    /// As if nothing of it were there, once the server has thrown anything away.
    fn unless_evicted(&self, told: Told, evictions: Option<Count>) -> Told {
        let have_grown = self.evictions.have_grown(evictions);
        let is_lost = have_grown && !self.options.dangerous_allow_forgetting;
        Told { changes: if is_lost { 0 } else { told.changes }, ..told }
    }
}

/// Lost data are no trouble of the connection.
async fn weigh(core: &Core, wires: &Wires, mark: &Mark, told: Told) -> Result<(), Trouble> {
    match core.ledger.admit(mark, told.answer()) {
        Err(StoreError::Lost) => after_loss(core, wires, mark, &told).await,
        Err(_) => Ok(()),
        Ok(()) => {
            core.witness.note(mark.epoch.id, &told);
            Ok(())
        }
    }
}

async fn after_loss(core: &Core, wires: &Wires, mark: &Mark, told: &Told) -> Result<(), Trouble> {
    if core.options.after_data_loss == AfterDataLoss::Void {
        let begun = core.begin(told.epoch.as_deref(), Some(core.clock.now()));
        let call = begun.map_err(|_| Trouble::Senseless("the system gives no randomness"))?;
        let begun = wires.changes.run(&call).await?;
        let _ = core.ledger.admit(&core.ledger.mark(), begun.answer());
        return Ok(());
    }
    // Ours, or an older one in its place.
    let epoch = told.epoch().filter(|it| it.id <= mark.epoch.id);
    if let Some(epoch) = epoch.filter(|it| it.state == EpochState::Good) {
        // Tells every other node, and whoever starts later.
        let args = [EpochState::Good, EpochState::Lost].map(|state| beginning(&epoch, state));
        let keys = core.changing([]);
        wires.changes.run(&Call { script: &SCRIPTS.lost, keys, args: args.into() }).await?;
    }
    Ok(())
}
