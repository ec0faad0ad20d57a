//! Files that Fernet wraps, also for Python's `cryptography`.

use crate::arguments::{Arguments, Failure};

#[cfg(feature = "fernet")]
pub(crate) use with_fernet::{unwrap, wrap};

#[cfg(feature = "fernet")]
mod with_fernet {
    use actix_paseto::secrets::{BackendSettings, FernetSource, SecretSource as _};

    use super::{Arguments, Failure};
    use crate::files::{Target, name, read};
    use crate::make::OWN;

    pub(crate) async fn wrap(mut arguments: Arguments) -> Result<(), Failure> {
        let (source, target) = (source(&mut arguments).await?, Target::required(&mut arguments)?);
        let files = arguments.rest(0, 1)?;
        let content = read(files.first().map(String::as_str)).await?;
        let token = source.wrap(&content);
        target.write(format!("{token}\n").as_bytes(), OWN)
    }

    pub(crate) async fn unwrap(mut arguments: Arguments) -> Result<(), Failure> {
        let (source, target) = (source(&mut arguments).await?, Target::required(&mut arguments)?);
        let file = arguments.rest(1, 1)?.concat();
        let content = source.get(&name(&file)?).await?.bytes;
        target.write(content.expose(), OWN)
    }

    async fn source(arguments: &mut Arguments) -> Result<FernetSource, Failure> {
        let mut settings = BackendSettings::default();
        settings.fernet.keys = arguments.references("--key")?;
        if settings.fernet.keys.is_empty() {
            return Err(Failure::Usage("say where the Fernet key is kept: --key REF"));
        }
        Ok(FernetSource::connect(&settings).await?)
    }
}

#[cfg(not(feature = "fernet"))]
pub(crate) async fn wrap(_: Arguments) -> Result<(), Failure> {
    Err("this build lacks the feature `fernet`".into())
}

#[cfg(not(feature = "fernet"))]
pub(crate) async fn unwrap(_: Arguments) -> Result<(), Failure> {
    Err("this build lacks the feature `fernet`".into())
}
