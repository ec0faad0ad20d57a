//! What the tests share: a `Paseto` from a few lines of settings, tokens to order, spies and stores.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test takes what it needs of this, and may fail loudly"
)]

mod clock;
mod mint;
mod reply;
mod settings;
mod spies;
mod stores;

pub(crate) use clock::{HandClock, NOON, rfc3339};
pub(crate) use mint::{forged, mint, mint_with, minutes_ago, payload, public};
pub(crate) use reply::{Reply, bearer, call, get, post};
pub(crate) use settings::{both, builder, from_toml, local, local_key, paseto, signing_key};
pub(crate) use spies::{Spy, chunked, log, seen};
pub(crate) use stores::{Script, Scripted};

/// An application with this `Paseto` installed and these services.
macro_rules! app {
    ($paseto:expr, $($service:expr),+ $(,)?) => {
        ::actix_web::test::init_service(
            ::actix_web::App::new().configure($paseto.install())$(.service($service))+,
        )
        .await
    };
}
pub(crate) use app;
