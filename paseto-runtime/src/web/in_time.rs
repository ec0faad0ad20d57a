//! A store's answer, or none.

use actix_web::rt::time::timeout;

use crate::profile::Profile;
use crate::revocation::{StoreError, StoreFuture};

/// What the store says within `revocation.timeout`.
pub(super) async fn in_time<T>(
    profile: &Profile,
    answer: StoreFuture<'_, T>,
) -> Result<T, StoreError> {
    let limit = profile.settings.revocation.timeout;
    timeout(limit, answer).await.unwrap_or(Err(StoreError::TimedOut))
}
