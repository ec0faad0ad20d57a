//! How a copy is fed: all there is, then the log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use redis::{Cmd, Value};
use tokio::time::{sleep, timeout};

use super::check::watermark;
use super::core::{Believed, Core, Intent};
use super::dial::Dialer;
use super::keys::parse_id;
use super::life::{read_end, read_micros};
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, list, must, text};
use super::trouble::Trouble;
use super::wire::Wire;
use crate::revocation::StoreError;
use crate::revocation::memory::Record;
use crate::revocation::shared::{Epoch, Sink};

/// How long nothing may be heard at most while nothing happens.
const QUIET_MS: usize = 50;

/// What the server may take beyond that.
const PATIENCE: Duration = Duration::from_secs(1);

/// Before the next attempt.
const PAUSE: Duration = Duration::from_millis(50);

/// How much is told at once.
const BATCH: usize = 1_000;

/// One copy on its way.
#[derive(Debug)]
struct Copy<'c> {
    core: &'c Core,
    sink: &'c dyn Sink,
    epoch: Arc<Epoch>,
    /// The last change that the sink knows of.
    known: u64,
    /// What the sink knows leads on to nothing.
    is_at_end: bool,
}

/// Ends with what went wrong.
pub(super) async fn follow(core: &Core, dialer: &Dialer, sink: &dyn Sink) -> StoreError {
    match copy(core, dialer, sink).await {
        Err(error) => error,
        Ok(never) => match never {},
    }
}

enum Never {}

async fn copy(core: &Core, dialer: &Dialer, sink: &dyn Sink) -> Result<Never, StoreError> {
    let wires = core.link.wires()?;
    // The wait for news would hold up every question on the other connection.
    let bell = dialer.dial(&wires.host).await?;
    let Believed { epoch, told } = in_time(core.put(Intent::Ask, |_| core.look())).await?;
    let mut copy = Copy { core, sink, epoch, known: told.changes, is_at_end: false };
    sink.begin(&copy.epoch);
    copy.load(&wires.asks).await?;
    in_time(wires.asks.run(&core.stray())).await?;
    drop(wires);
    let mut bell = Some(bell);
    loop {
        if let Err(error) = copy.step(&mut bell, dialer).await {
            if copy.is_at_end || matches!(error, StoreError::Lost) {
                return Err(error);
            }
            // The numbers of the entries will say whether any was missed.
            bell = None;
            sleep(PAUSE).await;
        }
    }
}

impl Copy<'_> {
    /// What changes meanwhile is in the log as well.
    async fn load(&self, wire: &Wire) -> Result<(), StoreError> {
        let mut cursor = "0".to_owned();
        loop {
            let mut scan = redis::cmd("SCAN");
            scan.arg(&cursor).arg("MATCH").arg(self.core.keys.copied()).arg("COUNT").arg(BATCH);
            let mut told = list(in_time(wire.ask(scan)).await?)?.into_iter();
            cursor = told.next().map(must).transpose()?.ok_or(SENSELESS)?;
            let found = told.next().map(list).transpose()?.ok_or(SENSELESS)?;
            let found = found.into_iter().map(must).collect::<Result<Vec<_>, _>>()?;
            self.tell_values(wire, found).await?;
            if cursor == "0" {
                return Ok(());
            }
        }
    }

    async fn tell_values(&self, wire: &Wire, found: Vec<String>) -> Result<(), StoreError> {
        if found.is_empty() {
            return Ok(());
        }
        let values = in_time(wire.ask_all(found.iter().map(Cmd::get))).await?;
        for (key, value) in found.iter().zip(values) {
            let Some(value) = text(value?)? else { continue };
            let (kind, id) = self.core.keys.read(key.as_bytes()).ok_or(SENSELESS)?;
            let record = if kind == b"s:" {
                let (before, keep_until) = watermark(&value)?;
                Record::Subject { id, before, keep_until }
            } else {
                Record::Token { id, keep_until: read_end(&value).ok_or(SENSELESS)? }
            };
            self.sink.tell(record);
        }
        Ok(())
    }

    async fn step(&mut self, bell: &mut Option<Wire>, dialer: &Dialer) -> Result<(), StoreError> {
        if self.catch_up().await? {
            return Ok(());
        }
        match bell {
            Some(bell) => self.wait(bell).await,
            None => {
                *bell = Some(dialer.dial(&self.core.link.wires()?.host).await?);
                Ok(())
            }
        }
    }

    /// Whether there is more to tell.
    async fn catch_up(&mut self) -> Result<bool, StoreError> {
        let sent = Instant::now();
        let (core, known) = (self.core, self.known);
        let Believed { epoch, told } = in_time(core.put(Intent::Ask, |_| Call {
            script: &SCRIPTS.log,
            keys: core.asking([core.keys.log()]),
            args: vec![known.to_string(), BATCH.to_string()],
        }))
        .await?;
        if epoch.id != self.epoch.id {
            self.is_at_end = true;
            return Err(Trouble::Senseless("it has begun anew").into());
        }
        let entries = told.rest.into_iter().next().map(list).transpose()?.ok_or(SENSELESS)?;
        let is_full = entries.len() == BATCH;
        for entry in entries {
            self.hear(entry)?;
        }
        if self.known == told.changes {
            self.sink.complete(sent);
            return Ok(false);
        }
        self.is_at_end = !is_full;
        if is_full { Ok(true) } else { Err(GAP.into()) }
    }

    /// Entries are numbered without a gap.
    fn hear(&mut self, entry: Value) -> Result<(), Trouble> {
        let mut entry = list(entry)?.into_iter();
        let number = entry.next().map(must).transpose()?.ok_or(SENSELESS)?;
        let number = number.strip_suffix("-0").and_then(|number| number.parse().ok());
        if number != self.known.checked_add(1) {
            self.is_at_end = true;
            return Err(GAP);
        }
        self.known = self.known.saturating_add(1);
        let fields = entry.next().map(list).transpose()?.ok_or(SENSELESS)?;
        let text = must(fields.into_iter().nth(1).ok_or(SENSELESS)?)?;
        if let Some(record) = record(&text)? {
            self.sink.tell(record);
        }
        Ok(())
    }

    async fn wait(&self, bell: &Wire) -> Result<(), StoreError> {
        let mut read = redis::cmd("XREAD");
        read.arg("COUNT").arg(1).arg("BLOCK").arg(QUIET_MS);
        read.arg("STREAMS").arg(self.core.keys.log()).arg(format!("{}-0", self.known));
        in_time(bell.ask(read)).await.map(drop)
    }
}

const GAP: Trouble = Trouble::Senseless("its log does not reach back far enough");

fn record(text: &str) -> Result<Option<Record>, Trouble> {
    let mut words = text.split(' ');
    let kind = words.next();
    if kind == Some("-") {
        return Ok(None);
    }
    let id = words.next().and_then(parse_id).ok_or(SENSELESS)?;
    let mut end = || words.next().and_then(read_end).ok_or(SENSELESS);
    Ok(Some(match kind {
        Some("t") => Record::Token { id, keep_until: end()? },
        Some("f") => Record::Family { id, keep_until: end()? },
        Some("s") => {
            let before = words.next().and_then(read_micros).ok_or(SENSELESS)?;
            let keep_until = words.next().and_then(read_end).ok_or(SENSELESS)?;
            Record::Subject { id, before, keep_until }
        }
        _other => return Err(SENSELESS),
    }))
}

async fn in_time<T, E: Into<StoreError>>(
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, StoreError> {
    timeout(PATIENCE, asked)
        .await
        .map_or(Err(StoreError::TimedOut), |told| told.map_err(Into::into))
}
