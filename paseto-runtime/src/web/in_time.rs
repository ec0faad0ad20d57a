//! A store's answer, or none.

use actix_web::rt::time::timeout;

use crate::profile::Profile;
use crate::revocation::{StoreError, StoreFuture};
use crate::telemetry::Operation;

/// What the store says within `revocation.timeout`.
pub(super) async fn in_time<T>(
    profile: &Profile,
    operation: Operation,
    answer: StoreFuture<'_, T>,
) -> Result<T, StoreError> {
    let since = profile.telemetry().start();
    let limit = profile.settings.revocation.timeout;
    let told = timeout(limit, answer).await.unwrap_or(Err(StoreError::TimedOut));
    profile.asked(operation, &told, &since);
    told
}

/// What the store says without waiting; `None` if it must be waited for.
pub(super) fn at_once<T>(
    profile: &Profile,
    operation: Operation,
    ask: impl FnOnce() -> Option<Result<T, StoreError>>,
) -> Option<Result<T, StoreError>> {
    let since = profile.telemetry().start();
    let told = ask()?;
    profile.asked(operation, &told, &since);
    Some(told)
}
