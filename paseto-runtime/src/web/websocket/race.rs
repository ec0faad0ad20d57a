//! Two futures, of which one counts.

use std::pin::pin;

use futures_util::future::{Either, select};

/// Whichever is ready first, and the left one if both are.
pub(super) async fn race<A, B>(
    left: impl Future<Output = A>,
    right: impl Future<Output = B>,
) -> Either<A, B> {
    match select(pin!(left), pin!(right)).await {
        Either::Left((left, _)) => Either::Left(left),
        Either::Right((right, _)) => Either::Right(right),
    }
}
