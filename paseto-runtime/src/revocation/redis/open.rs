//! How a store is opened.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::address::Address;
use super::core::{Core, begin};
use super::dial::Dialer;
use super::evictions::{Count, Evictions};
use super::keeper;
use super::keys::Keys;
use super::link::{Link, Wires};
use super::tls;
use super::told::Told;
use super::trouble::Trouble;
use super::witness::Witness;
use crate::revocation::shared::{Breaker, Engine, Epoch, Ledger};
use crate::revocation::{SharedOptions, SharedStoreError};
use crate::secret::SecretText;
use crate::time::Clock;

type Begun = Result<(Arc<Core>, Arc<Dialer>), SharedStoreError>;

/// How long the start of the program may take.
const LIMIT: Duration = Duration::from_secs(5);

pub(super) fn open(
    url: &SecretText,
    options: &SharedOptions,
    clock: &Clock,
) -> Result<(Engine, Arc<Core>, Arc<Dialer>), SharedStoreError> {
    if !is_namespace(&options.namespace) {
        let why = "the namespace is 1 to 64 letters, digits, `.`, `_` and `-`";
        return Err(SharedStoreError::Address(why));
    }
    let address = Address::parse(url)?;
    let tls = address.tls.then(|| tls::connector(options.ca_file.as_deref())).transpose()?;
    let keys = Keys::new(&options.namespace);
    let dialer = Arc::new(Dialer::new(address, tls, &keys));
    let engine = Engine::start()?;
    let (options, clock) = (options.clone(), clock.clone());
    let begun: Option<Begun> = engine.wait(async move {
        let begun = timeout(LIMIT, start(&dialer, &keys, &options, &clock)).await;
        let (wires, epoch, changes, evictions) =
            begun.unwrap_or_else(|_| Err(Trouble::Late.into()))?;
        let (ledger, link) = (Ledger::new(epoch, changes), Link::new(wires));
        let (witness, breaker) = (Witness::default(), Breaker::default());
        let evictions = Evictions::since(evictions);
        let core = Core { ledger, witness, evictions, breaker, link, keys, clock, options };
        Ok((Arc::new(core), dialer))
    });
    let panicked = || SharedStoreError::Unreachable("the thread has ended".into());
    let (core, dialer) = begun.ok_or_else(panicked)??;
    engine.spawn(keeper::run(Arc::clone(&core), Arc::clone(&dialer)));
    Ok((engine, core, dialer))
}

/// Nothing that a pattern or a hash tag would take for its own.
fn is_namespace(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

async fn start(
    dialer: &Dialer,
    keys: &Keys,
    options: &SharedOptions,
    clock: &Clock,
) -> Result<(Wires, Epoch, u64, Option<Count>), SharedStoreError> {
    let (wires, told, evictions) = loop {
        match keeper::connect(dialer, keys, options).await {
            // It reads its file.
            Err(trouble) if trouble.says("LOADING") => sleep(Duration::from_millis(50)).await,
            connected => break connected?,
        }
    };
    let told = if told.epoch.is_some() { told } else { first(&wires, keys, clock).await? };
    let foreign = SharedStoreError::Foreign("its epoch cannot be read");
    let epoch = told.answer().epoch.ok_or(foreign)?;
    Ok((wires, epoch, told.changes, evictions))
}

/// What was there before, if anything was, is not known to be all.
async fn first(wires: &Wires, keys: &Keys, clock: &Clock) -> Result<Told, SharedStoreError> {
    let epoch = Epoch::begin(Some(clock.now())).ok_or(SharedStoreError::NoRandomness)?;
    tracing::warn!(
        target: "paseto",
        "the revocation store is empty: whoever logged in before now has to do so again"
    );
    Ok(wires.changes.run(&begin(keys, None, &epoch)).await?)
}
