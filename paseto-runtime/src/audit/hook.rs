//! The application's function, and what keeps a request safe from it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::AuditEvent;

/// Where events go; nowhere by default.
#[derive(Clone, Default)]
pub(crate) struct Audit(Option<Arc<Hook<Ear>>>);

type Ear = dyn Fn(&AuditEvent) + Send + Sync;

struct Hook<F: ?Sized> {
    has_panicked: AtomicBool,
    hear: F,
}

impl Audit {
    pub(crate) fn new(hear: impl Fn(&AuditEvent) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(Hook { has_panicked: AtomicBool::new(false), hear })))
    }

    /// Without a hook no event is even made.
    pub(crate) fn is_heard(&self) -> bool {
        self.0.is_some()
    }

    /// A panic of the hook must neither let a request in nor end one that was.
    pub(crate) fn tell(&self, event: &AuditEvent) {
        let Some(hook) = &self.0 else { return };
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| (hook.hear)(event))) else { return };
        // What was thrown may throw again when it is dropped.
        if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
            std::mem::forget(again);
        }
        if !hook.has_panicked.swap(true, Ordering::Relaxed) {
            tracing::error!(target: "paseto", "the hook of `on_event` panics: events may be lost");
        }
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Audit")
    }
}
