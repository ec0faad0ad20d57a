//! Generated code: sees only the model, and cannot fail.

pub(crate) mod checks;
pub(crate) mod claims;
pub(crate) mod fallback;
pub(crate) mod guard;
pub(crate) mod located;
pub(crate) mod members;
pub(crate) mod module;
pub(crate) mod policy;
pub(crate) mod public;
pub(crate) mod sink;
pub(crate) mod spec;
pub(crate) mod text;
pub(crate) mod tripwire;
pub(crate) mod tuple;
