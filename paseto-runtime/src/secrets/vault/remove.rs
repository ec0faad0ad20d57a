//! Deleting a secret, softly or for good.

use reqwest::Method;
use serde::Deserialize;

use super::wire::Call;
use super::{NAME, Vault, absent};
use crate::secrets::fields::Fields;
use crate::secrets::file::Named;
use crate::secrets::{DeleteMode, SecretError, SecretPath, SetOptions, Version};

/// There is something to destroy.
#[derive(Deserialize)]
struct Kept {
    #[serde(rename = "data")]
    _data: Versions,
}

#[derive(Deserialize)]
struct Versions {
    #[serde(rename = "current_version")]
    _newest: u64,
}

impl Vault {
    pub(super) async fn delete(
        &self,
        path: &SecretPath,
        mode: DeleteMode,
    ) -> Result<(), SecretError> {
        let name = path.to_string();
        let cannot = |operation| SecretError::Unsupported { backend: NAME, operation };
        if path.wanted_version().is_some() {
            return Err(cannot("delete a single version"));
        }
        match (mode, path.field()) {
            (DeleteMode::Recoverable, None) => self.soften(path, &name).await,
            (DeleteMode::Recoverable, Some(field)) => self.drop_field(path, field, &name).await,
            (DeleteMode::Destroy, None) => self.destroy(path, &name).await,
            (DeleteMode::Destroy, Some(_)) => Err(cannot("destroy a field in older versions")),
        }
    }

    /// The engine says yes to whatever is not there, so it is asked first.
    async fn soften(&self, path: &SecretPath, name: &str) -> Result<(), SecretError> {
        self.state(path, name).await?.fields.ok_or_else(|| absent(name))?;
        let segments = self.place(path.name(), name)?;
        let call = Call::new(Method::DELETE, self.under("data", &segments), name);
        self.keeper.ask(&call).await?.done()
    }

    async fn destroy(&self, path: &SecretPath, name: &str) -> Result<(), SecretError> {
        let segments = self.place(path.name(), name)?;
        let call = |method| Call::new(method, self.under("metadata", &segments), name);
        self.keeper.ask(&call(Method::GET)).await?.read::<Kept>()?;
        self.keeper.ask(&call(Method::DELETE)).await?.done()
    }

    /// A new version without the field; older ones still have it.
    async fn drop_field(
        &self,
        path: &SecretPath,
        field: &str,
        name: &str,
    ) -> Result<(), SecretError> {
        let state = self.state(path, name).await?;
        if state.fields.is_none() {
            return Err(absent(name));
        }
        let unchanged = SetOptions::IfVersion(Version::from(state.version.to_string()));
        let named = Named { backend: NAME, path: name };
        let remove = |fields: &mut Fields| fields.remove(field, named);
        self.change(path, name, &unchanged, remove).await.map(drop)
    }
}
