//! AWS Secrets Manager.

mod address;
mod cause;
mod connect;
mod read;
mod remove;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;

use aws_sdk_secretsmanager::Client;

use super::{
    Capabilities, DeleteMode, Secret, SecretFuture, SecretPath, SecretSource, SetOptions, Version,
};
use crate::secret::SecretBytes;

const NAME: &str = "aws";

/// AWS Secrets Manager.
///
/// A secret with fields is a JSON object in the secret's text: `apps/api#access_key` is the member
/// `access_key`. AWS writes without conditions: [`SetOptions::IfVersion`] and the other members of
/// an object are read first, and a writer in that moment goes unnoticed.
#[derive(Clone)]
pub struct AwsSource {
    client: Client,
}

/// The client's own holds the whole configuration.
impl fmt::Debug for AwsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = self.client.config().region().map(AsRef::as_ref);
        f.debug_struct("AwsSource").field("region", &region).finish_non_exhaustive()
    }
}

impl SecretSource for AwsSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            write: true,
            compare_and_set: false,
            delete: true,
            list: true,
            versions: true,
        }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        Box::pin(self.read(path))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(async move { self.write(path, value, options).await.map(Some) })
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, mode: DeleteMode) -> SecretFuture<'a, ()> {
        Box::pin(self.remove(path, mode))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        Box::pin(self.names(prefix))
    }
}
