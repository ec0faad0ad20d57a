//! What `actix-paseto` decides at run time. Users depend on that crate, never on this one.
//!
//! Layers, imports go down only: L0 [`error`] [`kind`] [`secret`] [`time`] · L1 [`key`] [`claims`]
//! [`policy`] · L2 [`codec`] [`revocation`] [`secrets`] · L3 [`token`] · L4 [`config`] [`issue`]
//! [`authenticate`] · L5 [`web`] · L6 [`__private`].

pub mod error;
pub mod kind;
pub mod secret;
pub mod time;

pub mod claims;
pub mod key;
pub mod policy;

pub mod codec;
pub mod revocation;
pub mod secrets;
