//! What has happened, for whoever keeps an audit log.

mod event;
mod hook;

pub use event::{AuditEvent, Audited};
pub(crate) use hook::Audit;
