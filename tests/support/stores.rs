//! A revocation store that answers as told.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use actix_paseto::revocation::{
    OlderTokens, Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture, StoreHealth,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Live,
    Revoked,
    Fails,
    NeverAnswers,
    /// Its data are gone.
    Lost,
    /// It is a copy, and too old.
    Stale,
}

/// Answers as its script says, at once or after some yields, and counts how often it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    script: Script,
    yields: Option<usize>,
    asked: Arc<AtomicUsize>,
}

impl Scripted {
    /// Without a future.
    pub(crate) fn at_once(script: Script) -> Self {
        Self { script, yields: None, asked: Arc::default() }
    }

    /// In a future that is pending so many times.
    pub(crate) fn after(yields: usize, script: Script) -> Self {
        Self { script, yields: Some(yields), asked: Arc::default() }
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn unable(&self) -> Result<(), StoreError> {
        Err(StoreError::Unsupported)
    }

    fn answer(&self) -> Result<Standing, StoreError> {
        match self.script {
            Script::Live => Ok(Standing::Live),
            Script::Revoked => Ok(Standing::Revoked),
            Script::Lost => Err(StoreError::Lost),
            Script::Stale => Err(StoreError::Stale),
            Script::Fails | Script::NeverAnswers => Err(StoreError::Unreachable("no route".into())),
        }
    }
}

impl RevocationStore for Scripted {
    fn check<'a>(&'a self, _: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            for _ in 0..self.yields.unwrap_or(0) {
                yield_once().await;
            }
            if self.script == Script::NeverAnswers {
                std::future::pending::<()>().await;
            }
            self.answer()
        })
    }

    fn check_now(&self, _: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        if self.yields.is_some() || self.script == Script::NeverAnswers {
            return None;
        }
        self.asked.fetch_add(1, Ordering::SeqCst);
        Some(self.answer())
    }

    fn revoke<'a>(&'a self, _: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            if self.script == Script::NeverAnswers {
                std::future::pending::<()>().await;
            }
            self.answer().map(|_| ())
        })
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if self.script == Script::NeverAnswers {
                std::future::pending::<()>().await;
            }
            let staleness = Some(std::time::Duration::from_millis(40));
            self.answer().map(|_| StoreHealth { entries: Some(3), staleness })
        })
    }

    fn resume(&self, _: OlderTokens) -> StoreFuture<'_, ()> {
        Box::pin(async move { if self.script == Script::Lost { Ok(()) } else { self.unable() } })
    }
}

async fn yield_once() {
    let mut yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
