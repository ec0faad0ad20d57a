//! The sources that a configuration names, connected.

use std::sync::Arc;

use super::settings::BackendSettings;
use super::{EnvSource, FileSource, Secret, SecretError, SecretPath, SecretSource};

/// A source of the program's own, by its scheme.
pub(crate) type OwnSource = (&'static str, Arc<dyn SecretSource>);

/// The sources that a configuration names, connected; each by its scheme.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources(Vec<OwnSource>);

impl Sources {
    /// Connects to `scheme`, unless that has been done. The program's own come before ours.
    pub(crate) async fn connect(
        &mut self,
        scheme: &'static str,
        settings: &BackendSettings,
        own: &[OwnSource],
    ) -> Result<(), SecretError> {
        if self.find(scheme).is_none() {
            let own = own.iter().find(|(name, _)| *name == scheme);
            let source = match own {
                Some((_, source)) => Arc::clone(source),
                None => open(scheme, settings).await?,
            };
            self.0.push((scheme, source));
        }
        Ok(())
    }

    /// Reads from a source that has been connected.
    #[allow(dead_code, reason = "for sources that need a secret of another one")]
    pub(crate) async fn get(
        &self,
        scheme: &'static str,
        path: &SecretPath,
    ) -> Result<Secret, SecretError> {
        match self.find(scheme) {
            Some(source) => source.get(path).await,
            None => Err(SecretError::Config { backend: scheme, what: "is not connected" }),
        }
    }

    pub(crate) fn find(&self, scheme: &str) -> Option<&Arc<dyn SecretSource>> {
        self.0.iter().find(|(name, _)| *name == scheme).map(|(_, source)| source)
    }
}

/// The future of each backend is boxed: some are kilobytes long.
async fn open(
    scheme: &'static str,
    settings: &BackendSettings,
) -> Result<Arc<dyn SecretSource>, SecretError> {
    match scheme {
        "env" => Ok(Arc::new(EnvSource::new())),
        "file" => Ok(Arc::new(FileSource::new())),
        #[cfg(feature = "vault")]
        "vault" => Ok(Arc::new(Box::pin(super::VaultSource::connect(&settings.vault)).await?)),
        #[cfg(feature = "aws")]
        "aws" => Ok(Arc::new(Box::pin(super::AwsSource::connect(&settings.aws)).await?)),
        #[cfg(feature = "tpm")]
        "tpm" => Ok(Arc::new(Box::pin(super::TpmSource::connect(&settings.tpm)).await?)),
        #[cfg(feature = "fernet")]
        "fernet" => Ok(Arc::new(Box::pin(super::FernetSource::connect(settings)).await?)),
        #[cfg(feature = "secret-service")]
        "keyring" => Ok(Arc::new(Box::pin(super::SecretServiceSource::connect()).await?)),
        #[cfg(feature = "keyutils")]
        "keyutils" => Ok(Arc::new(Box::pin(super::KeyutilsSource::connect()).await?)),
        absent => {
            let _ = settings;
            Err(not_built(absent))
        }
    }
}

fn not_built(scheme: &'static str) -> SecretError {
    let feature = if scheme == "keyring" { "secret-service" } else { scheme };
    SecretError::NotBuilt { scheme, feature }
}
