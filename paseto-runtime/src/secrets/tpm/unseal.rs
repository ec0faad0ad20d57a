//! From a blob to its content.

use tss_esapi::handles::ObjectHandle;
use tss_esapi::interface_types::session_handles::AuthSession;
use tss_esapi::structures::Digest;

use super::blob::TpmBlob;
use super::chip::Chip;
use super::conditions::Conditions;
use super::envelope;
use super::failure::{CHANGED, Failure};
use super::registers::Registers;
use crate::secret::SecretBytes;

/// Asks once. A wrong password brings the TPM nearer to its lockout, so nothing is tried again.
pub(super) fn unseal(conditions: &Conditions, blob: &TpmBlob) -> Result<SecretBytes, Failure> {
    let registers = registers(conditions, blob)?;
    let (public, private) = blob.objects()?;
    let policy = public.auth_policy().clone();
    let mut chip = Chip::open(&conditions.device)?;
    let hmac = chip.hmac_session()?;
    let root = chip.root;
    let object = chip
        .context
        .execute_with_session(Some(hmac), |context| context.load(root, private, public));
    let object = ObjectHandle::from(object.map_err(Failure::of_loading)?);
    let session = if registers.is_empty() {
        hmac
    } else {
        under_policy(&mut chip, conditions, registers, &policy)?
    };
    chip.context.tr_set_auth(object, conditions.auth()?).map_err(Failure::of_unsealing)?;
    let content =
        chip.context.execute_with_session(Some(session), |context| context.unseal(object));
    let content = envelope::copied(content.map_err(Failure::of_unsealing)?.value());
    envelope::unwrap(content, blob.envelope())
}

/// The configured ones, if there are any: a blob of a weaker policy is not what was asked for.
fn registers(conditions: &Conditions, blob: &TpmBlob) -> Result<Registers, Failure> {
    let configured = conditions.registers;
    if !configured.is_empty() && configured != blob.registers() {
        return Err(Failure::Sealed("it binds other registers (PCRs) than `tpm.pcrs` says"));
    }
    Ok(blob.registers())
}

/// Compared before anything is asked: this way a changed register costs no attempt.
fn under_policy(
    chip: &mut Chip,
    conditions: &Conditions,
    registers: Registers,
    wanted: &Digest,
) -> Result<AuthSession, Failure> {
    let password = conditions.password.is_some();
    let session = chip.policy_session()?;
    if chip.fulfil(session, registers, password)? == *wanted {
        return Ok(session.into());
    }
    let other = chip.policy_digest(registers, !password)?;
    Err(Failure::Sealed(match (other == *wanted, password) {
        (true, true) => "its policy wants no password, and `tpm.password` is set",
        (true, false) => "its policy wants a password as well; set `tpm.password`",
        (false, _) => CHANGED,
    }))
}
