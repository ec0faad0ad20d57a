//! What `actix-paseto` decides at run time. Users depend on that crate, never on this one.
//!
//! Layers, imports go down only:
//!
//! | | |
//! |---|---|
//! | L0 | [`error`] [`kind`] `schedule` [`secret`] `telemetry` [`time`] |
//! | L1 | [`key`] [`claims`] [`policy`] `toolbox` |
//! | L2 | [`codec`] [`revocation`] [`secrets`] |
//! | L3 | `audit` [`token`] |
//! | L4 | [`config`] `keeper` `profile` [`issue`] [`outgoing`] `authenticate` |
//! | L5 | [`web`] |
//! | L6 | `__private` |

pub mod error;
pub mod kind;
mod schedule;
pub mod secret;
mod telemetry;
pub mod time;

pub mod claims;
pub mod key;
pub mod policy;
#[cfg(any(feature = "toolbox", feature = "fernet", feature = "tpm"))]
pub mod toolbox;

pub mod codec;
pub mod revocation;
pub mod secrets;

mod audit;
pub mod token;

mod authenticate;
pub mod config;
pub mod issue;
mod keeper;
pub mod outgoing;
mod profile;

pub mod web;

#[doc(hidden)]
pub mod __private;

pub use crate::audit::{AuditEvent, Audited};
pub use crate::issue::{IssueError, IssuedToken, Issuer, TokenPair};
pub use crate::keeper::{KeyRevocation, KeyStatus, ProfileKeyStatus, RotateError, Rotation};
pub use crate::token::Token;
#[cfg(feature = "ws")]
pub use crate::web::WebSocket;
pub use crate::web::{
    Claims, Health, KeyHealth, LiveFamily, Paseto, PasetoBuilder, ProfileHealth, ResumeError,
    Revocations, SessionError,
};
