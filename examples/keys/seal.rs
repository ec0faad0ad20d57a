//! Files that only this machine's TPM opens. Opening is the service's, by `tpm:FILE`.

use crate::arguments::{Arguments, Failure};

#[cfg(feature = "tpm")]
pub(crate) async fn seal(mut arguments: Arguments) -> Result<(), Failure> {
    use actix_paseto::secrets::{SecretError, SecretSource as _, SetOptions, TpmSource};

    let (settings, target) =
        (settings(&mut arguments)?, crate::files::Target::required(&mut arguments)?);
    let files = arguments.rest(0, 1)?;
    let content = crate::files::read(files.first().map(String::as_str)).await?;
    let options = if target.is_forced() { SetOptions::Always } else { SetOptions::IfAbsent };
    let tpm = TpmSource::connect(&settings).await?;
    match tpm.set(target.path(), &content, options).await {
        Err(SecretError::Conflict { .. }) => Err(target.exists()),
        written => written.map(drop).map_err(Failure::from),
    }
}

#[cfg(feature = "tpm")]
fn settings(arguments: &mut Arguments) -> Result<actix_paseto::secrets::TpmSettings, Failure> {
    let mut settings = actix_paseto::secrets::TpmSettings::default();
    settings.device = arguments.value("--device")?;
    settings.password = arguments.references("--password")?.pop();
    if let Some(list) = arguments.value("--pcrs")? {
        let numbers: Result<Vec<u8>, _> = list.split(',').map(str::parse).collect();
        let registers = numbers.ok().filter(|all| all.iter().all(|one| *one < 24));
        settings.pcrs = registers.ok_or(Failure::Usage("--pcrs takes numbers from 0 to 23"))?;
    }
    Ok(settings)
}

#[cfg(not(feature = "tpm"))]
pub(crate) async fn seal(_: Arguments) -> Result<(), Failure> {
    Err("this build lacks the feature `tpm`".into())
}
