//! Listing secrets.

use reqwest::Method;
use serde::Deserialize;

use super::wire::Call;
use super::{Vault, malformed, place};
use crate::secrets::SecretError;

/// A server that lies could go on for ever.
const MOST_FOLDERS: usize = 1_000;

#[derive(Deserialize)]
struct Listed {
    data: Keys,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<String>,
}

impl Vault {
    pub(super) async fn list(&self, prefix: &str) -> Result<Vec<String>, SecretError> {
        let folder = prefix.rfind('/').map_or("", |end| prefix.split_at(end + 1).0);
        let (mut found, mut seen) = (Vec::new(), 0);
        let mut left = vec![folder.to_owned()];
        while let Some(folder) = left.pop() {
            seen += 1;
            if seen > MOST_FOLDERS {
                return Err(malformed(prefix, "more than 1000 folders"));
            }
            let (folders, names) = self.entries(&folder, prefix).await?;
            left.extend(folders);
            found.extend(names);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The folders and the secrets in one folder, by their full names, as far as they start with
    /// `prefix` or may lead there.
    async fn entries(
        &self,
        folder: &str,
        prefix: &str,
    ) -> Result<(Vec<String>, Vec<String>), SecretError> {
        let all = self.keys(folder).await?.into_iter().map(|key| format!("{folder}{key}"));
        Ok(all.filter(|name| name.starts_with(prefix)).partition(|name| name.ends_with('/')))
    }

    async fn keys(&self, folder: &str) -> Result<Vec<String>, SecretError> {
        let segments = match folder.strip_suffix('/') {
            None => Vec::new(),
            Some(name) => self.place(name, folder)?,
        };
        let mut parts = self.under("metadata", &segments);
        // An empty segment is the slash at the end.
        parts.push("");
        let mut call = Call::new(Method::GET, parts, folder);
        call.query = Some(("list", "true"));
        let keys = match self.keeper.ask(&call).await?.read::<Listed>() {
            Ok(listed) => listed.data.keys,
            Err(SecretError::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_name =
            |key: &String| place::segments(key.strip_suffix('/').unwrap_or(key)).is_some();
        let fit = keys.iter().all(is_name);
        fit.then_some(keys).ok_or_else(|| malformed(folder, "a listing with no names in it"))
    }
}
