//! Deleting a secret, or one field of it.

use super::cause::{Said, explain, said};
use super::write::unsupported;
use super::{AwsSource, NAME};
use crate::secrets::fields::Fields;
use crate::secrets::file::Named;
use crate::secrets::{DeleteMode, SecretError, SecretPath};

/// In days; the longest that AWS grants.
const RECOVERY: i64 = 30;

impl AwsSource {
    pub(super) async fn remove(
        &self,
        path: &SecretPath,
        mode: DeleteMode,
    ) -> Result<(), SecretError> {
        if path.wanted_version().is_some() {
            return Err(unsupported("delete a single version"));
        }
        match (path.field(), mode) {
            (Some(field), DeleteMode::Recoverable) => self.remove_field(path, field).await,
            (Some(_), DeleteMode::Destroy) => Err(unsupported("destroy a single field")),
            (None, DeleteMode::Recoverable) => self.schedule(path).await,
            (None, DeleteMode::Destroy) => self.destroy(path).await,
        }
    }

    /// The version before keeps it.
    async fn remove_field(&self, path: &SecretPath, field: &str) -> Result<(), SecretError> {
        let whole = self.read_whole(path).await?;
        let shown = path.to_string();
        let named = Named { backend: NAME, path: &shown };
        let mut fields = Fields::parse(&whole.bytes, named)?;
        fields.remove(field, named)?;
        self.put(path, &fields.to_json(named)?).await.map(drop)
    }

    async fn schedule(&self, path: &SecretPath) -> Result<(), SecretError> {
        let delete = self.client.delete_secret().secret_id(path.name());
        match delete.recovery_window_in_days(RECOVERY).send().await {
            Ok(_) => Ok(()),
            Err(error) if said(&error) == Some(Said::NotNow) => Err(absent(path)),
            Err(error) => Err(explain(&path.to_string(), &error)),
        }
    }

    /// AWS says of a secret that never was that it is destroyed, so it is asked for before. One
    /// that awaits its deletion can still be brought back, and so is there to be destroyed.
    async fn destroy(&self, path: &SecretPath) -> Result<(), SecretError> {
        let name = path.to_string();
        let describe = self.client.describe_secret().secret_id(path.name());
        describe.send().await.map_err(|error| explain(&name, &error))?;
        let delete = self.client.delete_secret().secret_id(path.name());
        let answer = delete.force_delete_without_recovery(true).send().await;
        answer.map(drop).map_err(|error| explain(&name, &error))
    }
}

fn absent(path: &SecretPath) -> SecretError {
    SecretError::NotFound { backend: NAME, path: path.to_string() }
}
