//! Spelling only: what was written, with spans and repeats kept. Nothing here knows what it means.

pub(crate) mod assertion;
pub(crate) mod claims_input;
pub(crate) mod given;
pub(crate) mod guard_args;
pub(crate) mod handler;
pub(crate) mod kind;
pub(crate) mod marker;
pub(crate) mod module_input;
pub(crate) mod policy_input;
pub(crate) mod rule;
pub(crate) mod serde_attr;
pub(crate) mod source;
pub(crate) mod suggest;
pub(crate) mod value;
