//! The keys that unwrap, each from where the configuration says that it is kept.

use std::path::PathBuf;

use super::NAME;
use crate::secret::SecretText;
use crate::secrets::{BackendSettings, JWKS, SecretError, SecretFuture, SecretRef, Sources};
use crate::toolbox::{FernetKey, FernetKeys};

/// The keys, and which files held some of them.
pub(super) async fn fetch(
    settings: &BackendSettings,
) -> Result<(FernetKeys, Vec<PathBuf>), SecretError> {
    let (mut keys, mut files) = (Vec::new(), Vec::new());
    for kept in &settings.fernet.keys {
        keys.push(key(&text(kept, settings).await?)?);
        if let SecretRef::Stored { scheme: "file", path } = kept {
            files.push(PathBuf::from(path.name()));
        }
    }
    let mut keys = keys.into_iter();
    let active = keys.next().ok_or(config("say where the key is in `fernet.keys`"))?;
    Ok((FernetKeys::new(active).with_older(keys), files))
}

fn key(text: &SecretText) -> Result<FernetKey, SecretError> {
    FernetKey::from_text(text.expose())
        .map_err(|_| config("`fernet.keys` leads to a text that is no Fernet key"))
}

/// Any source may hold the key but this one, so that looking for it comes to an end. The type of
/// the future is said because it may hold that of every source, this one too.
fn text<'a>(kept: &'a SecretRef, settings: &'a BackendSettings) -> SecretFuture<'a, SecretText> {
    Box::pin(async move {
        match kept {
            SecretRef::Literal(text) => Ok(text.clone()),
            SecretRef::Stored { scheme: NAME, .. } => {
                Err(config("a key of Fernet files cannot be kept in a Fernet file"))
            }
            SecretRef::Stored { scheme: JWKS, .. } => {
                Err(config("a key of Fernet files is no public key"))
            }
            SecretRef::Stored { scheme, path } => {
                let mut sources = Sources::default();
                sources.connect(scheme, settings, &[]).await?;
                sources.get(scheme, path).await?.text(scheme, path)
            }
        }
    })
}

const fn config(what: &'static str) -> SecretError {
    SecretError::Config { backend: NAME, what }
}
