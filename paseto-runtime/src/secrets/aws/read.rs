//! Reading a secret, or the names of many.

use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use aws_sdk_secretsmanager::types::{Filter, FilterNameStringType};

use super::cause::{Said, explain, malformed, said};
use super::{AwsSource, NAME};
use crate::secret::SecretBytes;
use crate::secrets::fields::Fields;
use crate::secrets::file::Named;
use crate::secrets::{Secret, SecretError, SecretPath};

/// AWS takes no more, and no key comes near it.
pub(super) const MAX_LEN: usize = 64 * 1024;

/// As many as AWS sends in one page.
const PAGE: i32 = 100;

/// How long the ids of versions are; the stages have short names such as `AWSPREVIOUS`.
const VERSION_ID: std::ops::RangeInclusive<usize> = 32..=64;

/// The newest that is in use.
const CURRENT: &str = "AWSCURRENT";

impl AwsSource {
    pub(super) async fn read(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let secret = self.read_whole(path).await?;
        let Some(field) = path.field() else { return Ok(secret) };
        let shown = path.to_string();
        let named = Named { backend: NAME, path: &shown };
        let bytes = Fields::parse(&secret.bytes, named)?.read(field, named)?;
        Ok(Secret { bytes, version: secret.version })
    }

    /// With all its fields.
    pub(super) async fn read_whole(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let version = path.wanted_version();
        if let Some(id) = version.filter(|version| VERSION_ID.contains(&version.len())) {
            match self.ask(path, Some(id), None).await {
                Err(SecretError::NotFound { .. }) => {}
                answer => return answer,
            }
        }
        self.ask(path, None, version.or(Some(CURRENT))).await
    }

    async fn ask(
        &self,
        path: &SecretPath,
        id: Option<&str>,
        stage: Option<&str>,
    ) -> Result<Secret, SecretError> {
        let ask = self.client.get_secret_value().secret_id(path.name());
        let ask = ask.set_version_id(id.map(str::to_owned));
        let ask = ask.set_version_stage(stage.map(str::to_owned));
        let name = path.to_string();
        match ask.send().await {
            Ok(answer) => accept(answer, name),
            // Of one that awaits its deletion nothing can be read.
            Err(error) if said(&error) == Some(Said::NotNow) => {
                Err(SecretError::NotFound { backend: NAME, path: name })
            }
            Err(error) => Err(explain(&name, &error)),
        }
    }

    pub(super) async fn names(&self, prefix: &str) -> Result<Vec<String>, SecretError> {
        // A filter with `!` at its start excludes, and one with other characters is refused.
        if !prefix.chars().all(is_of_names) {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        let list = self.client.list_secrets().max_results(PAGE);
        let mut pages = list.set_filters(filter(prefix)).into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| explain(prefix, &error))?;
            names.extend(page.secret_list.unwrap_or_default().into_iter().filter_map(|it| it.name));
        }
        // The server compares words rather than beginnings.
        names.retain(|name| name.starts_with(prefix));
        names.sort_unstable();
        Ok(names)
    }
}

fn accept(answer: GetSecretValueOutput, path: String) -> Result<Secret, SecretError> {
    let version = answer.version_id;
    let bytes = match (answer.secret_string, answer.secret_binary) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(blob)) => blob.into_inner(),
        (None, None) | (Some(_), Some(_)) => {
            return Err(malformed(&path, "neither text nor binary"));
        }
    };
    let bytes = SecretBytes::from(bytes);
    match bytes.expose().len() {
        _ if bytes.expose().trim_ascii().is_empty() => {
            Err(SecretError::NotFound { backend: NAME, path })
        }
        0..=MAX_LEN => Ok(Secret { bytes, version: version.map(Into::into) }),
        _ => Err(SecretError::TooLong { backend: NAME, path, most: MAX_LEN }),
    }
}

fn is_of_names(character: char) -> bool {
    character.is_ascii_alphanumeric() || "/_+=.@-".contains(character)
}

fn filter(prefix: &str) -> Option<Vec<Filter>> {
    let filter = || Filter::builder().key(FilterNameStringType::Name).values(prefix).build();
    (!prefix.is_empty()).then(|| vec![filter()])
}
