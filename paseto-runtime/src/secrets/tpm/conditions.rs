//! Settings that make sense: which TPM, and under which conditions it unseals.

use std::env;
use std::fmt;
use std::str::FromStr as _;

use tss_esapi::structures::Auth;
use tss_esapi::tcti_ldr::TctiNameConf;

use super::NAME;
use super::failure::Failure;
use super::registers::Registers;
use crate::secret::SecretText;
use crate::secrets::{
    EnvSource, FileSource, SecretError, SecretPath, SecretRef, SecretSource as _, TpmSettings,
};

const VARIABLE: &str = "TPM2TOOLS_TCTI";
const DEVICE: &str = "device:/dev/tpmrm0";

/// As long as the digest that names the object: what a TPM takes (Part 1, §19.6.4.3).
const LONGEST_PASSWORD: usize = 32;

/// Which TPM, and under which conditions it unseals.
pub(super) struct Conditions {
    pub(super) device: TctiNameConf,
    pub(super) password: Option<SecretText>,
    pub(super) registers: Registers,
}

impl Conditions {
    pub(super) async fn of(settings: &TpmSettings) -> Result<Self, SecretError> {
        let device = device(settings.device.as_deref())?;
        let registers = Registers::of(&settings.pcrs)
            .ok_or(config("`tpm.pcrs` names a register that is not among 0 to 23"))?;
        let password = match &settings.password {
            Some(reference) => Some(checked(password(reference).await?)?),
            None => None,
        };
        Ok(Self { device, password, registers })
    }

    /// As the TPM takes it; without a password it is empty.
    pub(super) fn auth(&self) -> Result<Auth, Failure> {
        let password = self.password.as_ref().map(SecretText::expose).unwrap_or_default();
        Auth::try_from(password.as_bytes()).map_err(|_| Failure::Library)
    }
}

impl fmt::Debug for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conditions")
            .field("device", &self.device)
            .field("password", &self.password)
            .field("pcrs", &self.registers.numbers())
            .finish()
    }
}

fn device(said: Option<&str>) -> Result<TctiNameConf, SecretError> {
    let variable = || env::var(VARIABLE).ok().filter(|text| !text.trim_ascii().is_empty());
    let text = said.map(str::to_owned).or_else(variable).unwrap_or_else(|| DEVICE.to_owned());
    TctiNameConf::from_str(text.trim_ascii()).map_err(|_| {
        config(
            "`tpm.device` or the variable `TPM2TOOLS_TCTI` is no TCTI; write \
             `device:/dev/tpmrm0`, `tabrmd:…`, `swtpm:host=…,port=…` or `mssim:host=…,port=…`",
        )
    })
}

/// A password from a source that itself needs one would never end.
async fn password(reference: &SecretRef) -> Result<SecretText, SecretError> {
    match reference {
        SecretRef::Literal(text) => Ok(text.clone()),
        SecretRef::Stored { scheme: scheme @ "env", path } => {
            read(EnvSource::new().get(path).await?, scheme, path)
        }
        SecretRef::Stored { scheme: scheme @ "file", path } => {
            read(FileSource::new().get(path).await?, scheme, path)
        }
        SecretRef::Stored { .. } => {
            Err(config("`tpm.password` must be `env:…`, `file:…` or the password itself"))
        }
    }
}

fn read(
    secret: crate::secrets::Secret,
    scheme: &'static str,
    path: &SecretPath,
) -> Result<SecretText, SecretError> {
    secret.text(scheme, path)
}

fn checked(password: SecretText) -> Result<SecretText, SecretError> {
    match password.expose().len() {
        0 => Err(config("`tpm.password` is empty; write one, or remove the key")),
        1..=LONGEST_PASSWORD => Ok(password),
        _ => Err(config("`tpm.password` is longer than the 32 bytes that a TPM takes")),
    }
}

const fn config(what: &'static str) -> SecretError {
    SecretError::Config { backend: NAME, what }
}
