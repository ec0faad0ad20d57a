//! The file format: what the TPM sealed, under which registers, and the envelope around the rest.

use std::fmt;

use tss_esapi::structures::{Private, Public};
use tss_esapi::traits::{Marshall as _, UnMarshall as _};

use super::failure::Failure;
use super::registers::Registers;
use crate::secrets::SecretError;

/// A sealed blob: what a file of the source `tpm:` holds. Not secret, and bound to one TPM.
///
/// | bytes | |
/// |---|---|
/// | 10 | `PASETO-TPM` |
/// | 1 | version, `0x01` |
/// | 3 | registers of the SHA-256 bank that the policy binds, as `TPMS_PCR_SELECTION` has them |
/// | 2 + n | `TPM2B_PUBLIC`: what `tpm2_create -u` writes |
/// | 2 + n | `TPM2B_PRIVATE`: what `tpm2_create -r` writes |
/// | 4 + n | length, big-endian, and an envelope as [`AesKeys`](crate::toolbox::AesKeys) seals it; none if the length is 0 |
///
/// A TPM seals 128 bytes at most. A longer content stands in the envelope, and the sealed object
/// holds `actix-paseto kek 1:` and the envelope's key ([`AesKey::to_text`](crate::toolbox::AesKey::to_text)).
/// The parent is the storage root key that `tpm2_createprimary -C o -g sha256 -G ecc` makes.
#[derive(Clone, PartialEq, Eq)]
pub struct TpmBlob {
    public: Vec<u8>,
    private: Vec<u8>,
    registers: Registers,
    envelope: Vec<u8>,
}

const MAGIC: &[u8] = b"PASETO-TPM";
const VERSION: u8 = 1;

const FOREIGN: &str = "not a sealed blob";
const CUT: &str = "its parts do not have the lengths that they say";
const OBJECT: &str = "its parts are no sealed object";

impl TpmBlob {
    /// What a file holds.
    ///
    /// # Errors
    ///
    /// [`SecretError::Malformed`], with an empty path.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SecretError> {
        Self::read(bytes).map_err(|failure| failure.at(""))
    }

    /// The two files that `tpm2_create -u … -r …` writes, and the registers that its policy binds.
    ///
    /// # Errors
    ///
    /// [`SecretError::Malformed`], with an empty path.
    pub fn from_parts(public: &[u8], private: &[u8], pcrs: &[u8]) -> Result<Self, SecretError> {
        let registers = Registers::of(pcrs).ok_or(Failure::Malformed("no such register"));
        registers
            .and_then(|registers| Self::join(public, private, registers))
            .map_err(|failure| failure.at(""))
    }

    /// The `TPM2B_PUBLIC`, as `tpm2_load -u` takes it.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// The `TPM2B_PRIVATE`, as `tpm2_load -r` takes it. Private to the TPM, which has encrypted it.
    #[must_use]
    pub fn private(&self) -> &[u8] {
        &self.private
    }

    /// The registers that the policy binds.
    #[must_use]
    pub fn pcrs(&self) -> Vec<u8> {
        self.registers.numbers()
    }

    /// What a file holds.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u32::try_from(self.envelope.len()).unwrap_or_default().to_be_bytes();
        let registers = self.registers.to_bytes();
        [MAGIC, &[VERSION], &registers, &self.public, &self.private, &length, &self.envelope]
            .concat()
    }

    pub(super) fn new(
        public: &Public,
        private: &Private,
        registers: Registers,
        envelope: Vec<u8>,
    ) -> Result<Self, Failure> {
        let public = public.marshall().map_err(|_| Failure::Library)?;
        let (public, private) = (framed(&public)?, framed(private.value())?);
        Ok(Self { public, private, registers, envelope })
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Failure::Malformed(FOREIGN))?;
        let (version, rest) = rest.split_first().ok_or(Failure::Malformed(CUT))?;
        if *version != VERSION {
            return Err(Failure::Malformed("its version is unknown"));
        }
        let (registers, rest) = rest.split_first_chunk().ok_or(Failure::Malformed(CUT))?;
        let (public, rest) = split_framed(rest)?;
        let (private, rest) = split_framed(rest)?;
        let (length, envelope) = rest.split_first_chunk().ok_or(Failure::Malformed(CUT))?;
        if usize::try_from(u32::from_be_bytes(*length)) != Ok(envelope.len()) {
            return Err(Failure::Malformed(CUT));
        }
        let blob = Self::join(public, private, Registers::from_bytes(*registers))?;
        Ok(Self { envelope: envelope.to_vec(), ..blob })
    }

    pub(super) fn join(
        public: &[u8],
        private: &[u8],
        registers: Registers,
    ) -> Result<Self, Failure> {
        let (public, private) = (public.to_vec(), private.to_vec());
        let blob = Self { public, private, registers, envelope: Vec::new() };
        blob.objects().map(|_| blob)
    }

    pub(super) fn registers(&self) -> Registers {
        self.registers
    }

    pub(super) fn envelope(&self) -> &[u8] {
        &self.envelope
    }

    /// As the TPM takes them.
    pub(super) fn objects(&self) -> Result<(Public, Private), Failure> {
        let (public, private) = (content(&self.public)?, content(&self.private)?);
        let object = Public::unmarshall(public).map_err(|_| Failure::Malformed(OBJECT))?;
        let private = Private::try_from(private).map_err(|_| Failure::Malformed(OBJECT))?;
        let is_whole = object.marshall().is_ok_and(|again| again == public);
        let is_sealed = matches!(object, Public::KeyedHash { .. });
        let sound = is_whole && is_sealed;
        sound.then_some((object, private)).ok_or(Failure::Malformed(OBJECT))
    }
}

impl fmt::Debug for TpmBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = self.envelope.len();
        f.debug_struct("TpmBlob")
            .field("pcrs", &self.pcrs())
            .field("envelope", &envelope)
            .finish_non_exhaustive()
    }
}

/// A `TPM2B`: two bytes of length in front.
fn framed(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let length = u16::try_from(content.len()).map_err(|_| Failure::Library)?;
    Ok([&length.to_be_bytes(), content].concat())
}

/// The first `TPM2B`, with its length, and what follows it.
fn split_framed(bytes: &[u8]) -> Result<(&[u8], &[u8]), Failure> {
    let (length, _) = bytes.split_first_chunk().ok_or(Failure::Malformed(CUT))?;
    let end = usize::from(u16::from_be_bytes(*length)).saturating_add(length.len());
    bytes.split_at_checked(end).ok_or(Failure::Malformed(CUT))
}

/// What a `TPM2B` frames.
fn content(framed: &[u8]) -> Result<&[u8], Failure> {
    let (length, content) = framed.split_first_chunk().ok_or(Failure::Malformed(CUT))?;
    let is_exact = usize::from(u16::from_be_bytes(*length)) == content.len();
    is_exact.then_some(content).ok_or(Failure::Malformed(CUT))
}
