//! Secret sources, keys from them, and tokens that go out, against the real counterparts. Each test
//! starts its own servers on free loopback ports and stops them.
//!
//! `scripts/install` brings the servers. Where one is missing, its tests fail and say so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

#[path = "../harness/mod.rs"]
mod harness;
#[cfg(any(feature = "jwks", feature = "oauth2"))]
mod oidc;
mod proxy;
mod server;

#[cfg(feature = "aws")]
mod aws;
mod canaries;
mod deployments;
mod detect;
#[cfg(feature = "fernet")]
mod fernet;
mod files;
#[cfg(feature = "jwks")]
mod jwks;
#[cfg(any(feature = "keyutils", feature = "secret-service"))]
mod os;
mod outgoing;
mod ring;
#[cfg(feature = "tpm")]
mod tpm;
#[cfg(feature = "vault")]
mod vault;
