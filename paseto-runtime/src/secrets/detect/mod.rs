//! Which source the environment speaks of.

mod choice;
mod surroundings;
mod vault;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use choice::Choice;
use surroundings::Process;

use super::{DirectorySource, EnvSource, FileSource, SecretError, SecretSource, Sources};

/// Decides, says so in the log, and connects.
pub(super) async fn detect() -> Result<Arc<dyn SecretSource>, SecretError> {
    let choice = choice::decide(&Process)?;
    let (backend, address) = (choice.backend(), choice.address());
    tracing::info!(target: "paseto", backend, address, "secrets come from here");
    open(choice).await
}

async fn open(choice: Choice) -> Result<Arc<dyn SecretSource>, SecretError> {
    match choice {
        Choice::Env { prefix: Some(prefix) } => Ok(Arc::new(EnvSource::with_prefix(prefix))),
        Choice::Env { prefix: None } => Ok(Arc::new(EnvSource::new())),
        Choice::Files => Ok(Arc::new(FileSource::new())),
        Choice::Directory(folder) => Ok(Arc::new(DirectorySource::new(folder))),
        Choice::Backend { scheme, settings, .. } => {
            let mut sources = Sources::default();
            sources.connect(scheme, &settings, &[]).await?;
            let what = "is not connected";
            let absent = SecretError::Config { backend: scheme, what };
            sources.find(scheme).map(Arc::clone).ok_or(absent)
        }
    }
}
