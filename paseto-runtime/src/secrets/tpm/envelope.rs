//! What does not fit into a sealed object: AES-256-GCM under a key that does.

use zeroize::Zeroizing;

use super::failure::Failure;
use crate::secret::SecretBytes;
use crate::toolbox::{AesKey, AesKeys};

/// What a sealed object holds at most (TPM 2.0 Part 2, `MAX_SYM_DATA`).
const MOST_SEALED: usize = 128;

/// The longest content; as of the source `file:`.
pub(super) const MOST: usize = 64 * 1024;

/// In front of a sealed key. Without it, whoever cuts the envelope off makes a key of ours pass
/// for the content.
const MARK: &[u8] = b"actix-paseto kek 1:";

const CONTEXT: &[u8] = b"actix-paseto tpm blob 1";

/// What the TPM seals, and what goes beside it.
pub(super) struct Wrapped {
    pub(super) sealed: SecretBytes,
    pub(super) envelope: Vec<u8>,
}

pub(super) fn wrap(content: &SecretBytes) -> Result<Wrapped, Failure> {
    let bytes = content.expose();
    if bytes.len() > MOST {
        return Err(Failure::TooLong(MOST));
    }
    if bytes.len() <= MOST_SEALED && !bytes.starts_with(MARK) {
        return Ok(Wrapped { sealed: content.clone(), envelope: Vec::new() });
    }
    let key = AesKey::generate().map_err(|_| Failure::Library)?;
    let sealed = [MARK, key.to_text().expose().as_bytes()].concat().into();
    let envelope = AesKeys::new(key).seal(bytes, CONTEXT).map_err(|_| Failure::Library)?;
    Ok(Wrapped { sealed, envelope })
}

pub(super) fn unwrap(sealed: SecretBytes, envelope: &[u8]) -> Result<SecretBytes, Failure> {
    match (sealed.expose().strip_prefix(MARK), envelope) {
        (None, []) => Ok(sealed),
        (Some(key), [_, ..]) => open(key, envelope),
        (None, [_, ..]) | (Some(_), []) => {
            Err(Failure::Malformed("its envelope and what is sealed do not belong together"))
        }
    }
}

fn open(key: &[u8], envelope: &[u8]) -> Result<SecretBytes, Failure> {
    let altered = Failure::Malformed("its envelope has been altered");
    let text = std::str::from_utf8(key).map_err(|_| altered)?;
    let key = AesKey::from_text(text).map_err(|_| altered)?;
    AesKeys::new(key).open(envelope, CONTEXT).map_err(|_| altered)
}

/// A copy that is wiped, of exactly the right size.
pub(super) fn copied(bytes: &[u8]) -> SecretBytes {
    let mut copy = Zeroizing::new(Vec::with_capacity(bytes.len()));
    copy.extend_from_slice(bytes);
    std::mem::take(&mut *copy).into()
}
