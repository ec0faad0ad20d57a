//! What goes wrong with a TPM and with files, in our words; how the TPM's numbers are read.

use std::fmt::Display;

use tss_esapi::Error;
use tss_esapi::constants::response_code::{Tss2ResponseCode, Tss2ResponseCodeKind as Kind};

use super::NAME;
use crate::secrets::{Outage, SecretError};

/// A [`SecretError`] that does not know its path yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Sealed(&'static str),
    Malformed(&'static str),
    TooLong(usize),
    Unavailable(Outage),
    Unauthenticated(&'static str),
    Unsupported(&'static str),
    /// The TSS does not take what it should; nothing that an operator could mend.
    Library,
}

impl Failure {
    pub(super) fn at(self, path: &str) -> SecretError {
        let (backend, path) = (NAME, path.to_owned());
        match self {
            Self::Sealed(what) => SecretError::Sealed { backend, path, what },
            Self::Malformed(what) => SecretError::Malformed { backend, path, what },
            Self::TooLong(most) => SecretError::TooLong { backend, path, most },
            Self::Unavailable(cause) => SecretError::Unavailable { backend, cause },
            Self::Unauthenticated(cause) => SecretError::Unauthenticated { backend, cause },
            Self::Unsupported(operation) => SecretError::Unsupported { backend, operation },
            Self::Library => SecretError::Unavailable { backend, cause: Outage::Server },
        }
    }

    /// While the connection is made: every cause of it means that there is none.
    pub(super) fn of_connection(_: Error) -> Self {
        Self::Unavailable(Outage::NoConnection)
    }

    /// While the storage root key is made under the owner hierarchy.
    pub(super) fn of_root(error: Error) -> Self {
        match kind(error) {
            Some(Kind::AuthFail | Kind::BadAuth) => Self::Unauthenticated(
                "the owner hierarchy has an authorisation value, which is not supported",
            ),
            other => common(error, other),
        }
    }

    /// While a sealed object is made.
    pub(super) fn of_sealing(error: Error) -> Self {
        common(error, kind(error))
    }

    /// While the two parts of a blob are given to the TPM.
    pub(super) fn of_loading(error: Error) -> Self {
        match kind(error) {
            Some(Kind::Integrity) => Self::Sealed("it belongs to another TPM, or has been altered"),
            other => common(error, other),
        }
    }

    /// While the object is asked for its content.
    pub(super) fn of_unsealing(error: Error) -> Self {
        match kind(error) {
            Some(Kind::AuthFail | Kind::BadAuth) => Self::Sealed("the password is wrong"),
            Some(Kind::PolicyFail | Kind::PcrChanged) => Self::Sealed(CHANGED),
            Some(Kind::AuthUnavailable) => {
                Self::Sealed("its policy does not allow a password alone; set `tpm.pcrs`")
            }
            other => common(error, other),
        }
    }
}

/// Of a policy over registers.
pub(super) const CHANGED: &str = "the values of its registers (PCRs) have changed";

const LOCKOUT: &str = "the TPM is in lockout after too many wrong passwords";
const ANSWER: &str = "the answer is not one of a TPM";

/// What may happen to every command.
fn common(error: Error, kind: Option<Kind>) -> Failure {
    match (layer_code(error), kind) {
        (Some(code), _) => of_layer(code),
        (None, Some(Kind::Lockout)) => Failure::Sealed(LOCKOUT),
        (None, Some(Kind::NvRate)) => Failure::Unavailable(Outage::Throttled),
        (None, Some(_) | None) => of_tpm(error),
    }
}

fn kind(error: Error) -> Option<Kind> {
    match error {
        Error::Tss2Error(code) if layer_code(error).is_none() => code.kind(),
        Error::Tss2Error(_) | Error::WrapperError(_) => None,
    }
}

/// Format one is the TPM's word on a parameter (TPM 2.0 Part 2, §6.6).
fn of_tpm(error: Error) -> Failure {
    match error {
        Error::Tss2Error(Tss2ResponseCode::FormatOne(_)) => {
            Failure::Malformed("the TPM does not take it")
        }
        Error::Tss2Error(Tss2ResponseCode::FormatZero(_) | Tss2ResponseCode::Success) => {
            Failure::Unavailable(Outage::Server)
        }
        Error::WrapperError(_) => Failure::Malformed(ANSWER),
    }
}

/// The number of an error that a layer of the TSS reports, and not the TPM.
fn layer_code(error: Error) -> Option<u32> {
    match error {
        Error::Tss2Error(Tss2ResponseCode::FormatZero(code)) => number(&code),
        Error::Tss2Error(Tss2ResponseCode::FormatOne(_) | Tss2ResponseCode::Success)
        | Error::WrapperError(_) => None,
    }
}

/// TSS 2.0 Overview, table 4: a layer of 1 to 10, and no bit that the TPM's own codes have.
fn number(code: &impl Display) -> Option<u32> {
    let text = code.to_string();
    let (_, digits) = text.rsplit_once("0x")?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let is_layer = (1..=10).contains(&(number >> 16)) && number & 0x180 == 0;
    is_layer.then_some(number & 0xff)
}

/// TSS 2.0 Overview, table 5.
fn of_layer(code: u32) -> Failure {
    match code {
        8 | 10 => Failure::Unavailable(Outage::NoConnection),
        9 => Failure::Unavailable(Outage::TimedOut),
        1 | 2 | 4 | 23 => Failure::Unavailable(Outage::Server),
        _ => Failure::Malformed(ANSWER),
    }
}
