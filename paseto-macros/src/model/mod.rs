//! Meaning: what was written, checked against every rule. What is here makes sense.

pub(crate) mod assertion;
pub(crate) mod claims;
pub(crate) mod cookie;
pub(crate) mod duration;
pub(crate) mod fields;
pub(crate) mod function;
pub(crate) mod guard;
pub(crate) mod mode;
pub(crate) mod module;
pub(crate) mod named;
pub(crate) mod params;
pub(crate) mod placement;
pub(crate) mod policy;
pub(crate) mod public;
pub(crate) mod root;
pub(crate) mod siblings;
pub(crate) mod source;
pub(crate) mod text;
pub(crate) mod uses;
pub(crate) mod wire;

// `expand` does not see `parse`: what both need passes through here.
pub(crate) use crate::parse::handler::Handler;
pub(crate) use crate::parse::marker::SUNK;
