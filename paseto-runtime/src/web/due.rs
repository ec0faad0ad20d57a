//! A use that is put to the store after the parameters were read, and before the body runs.

use std::sync::Arc;

use super::usage::Usage;
use super::waiting::Admitted;
use crate::error::Rejection;
use crate::issue::Lineage;
use crate::profile::Profile;
use crate::revocation::{Consumed, StoreError};

/// A use that is due, and the tokens that depend on it.
pub(crate) struct Due {
    usage: Box<Usage>,
    lineage: Option<Arc<Lineage>>,
}

impl Due {
    pub(super) fn of<P>(admitted: &mut Admitted<P>) -> Option<Self> {
        let lineage = admitted.lineage.clone();
        admitted.due.take().map(|usage| Self { usage, lineage })
    }

    /// `Err` holds it again, where the store must be waited for.
    pub(super) fn settle_now(self, profile: &Profile) -> Result<Result<(), Rejection>, Self> {
        match self.usage.now(profile) {
            Some(told) => Ok(self.settle(told)),
            None => Err(self),
        }
    }

    pub(super) async fn settle_in_time(self, profile: Arc<Profile>) -> Result<(), Rejection> {
        let told = self.usage.put(&profile).await;
        self.settle(told)
    }

    fn settle(self, told: Result<Consumed, StoreError>) -> Result<(), Rejection> {
        let told = told.map_err(unsaid)?;
        let successor = self.usage.settle(told)?;
        if let (Some(lineage), Some(successor)) = (self.lineage, successor) {
            lineage.succeed(successor);
        }
        Ok(())
    }
}

/// Where the store refuses from the outset, the token is as it was.
fn unsaid(error: StoreError) -> Rejection {
    match error {
        StoreError::Full | StoreError::Unsupported | StoreError::Lost | StoreError::Stale => {
            Rejection::StoreUnavailable(Box::new(error))
        }
        StoreError::Unreachable(_) | StoreError::TimedOut => Rejection::UseUnknown(Box::new(error)),
    }
}
