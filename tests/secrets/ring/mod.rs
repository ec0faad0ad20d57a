//! Keys that are read again, replaced and revoked while tokens are made and taken.

#[path = "../../support/mod.rs"]
mod support;

mod changes;
mod clocks;
mod documents;
mod doubt;
mod failures;
mod keep;
mod late;
mod lifecycle;
mod load;
mod operators;
#[cfg(feature = "jwks")]
mod published;
mod revoked;
mod rotation;
mod shelf;
mod start;
mod talk;
mod thread;
