//! From a content to a blob.

use tss_esapi::Error;
use tss_esapi::attributes::ObjectAttributesBuilder;
use tss_esapi::interface_types::algorithm::{HashingAlgorithm, PublicAlgorithm};
use tss_esapi::structures::{
    Digest, KeyedHashScheme, Public, PublicBuilder, PublicKeyedHashParameters, SensitiveData,
};

use super::blob::TpmBlob;
use super::chip::Chip;
use super::conditions::Conditions;
use super::envelope::{self, Wrapped};
use super::failure::Failure;
use crate::secret::SecretBytes;

/// Registers are bound with the values that they have now.
pub(super) fn seal(conditions: &Conditions, content: &SecretBytes) -> Result<TpmBlob, Failure> {
    if content.expose().is_empty() {
        return Err(Failure::Malformed("an empty content is not sealed"));
    }
    let Wrapped { sealed, envelope } = envelope::wrap(content)?;
    let mut chip = Chip::open(&conditions.device)?;
    let policy = policy(&mut chip, conditions)?;
    let template = template(policy).map_err(|_| Failure::Library)?;
    let data = SensitiveData::try_from(sealed.expose()).map_err(|_| Failure::Library)?;
    let (auth, session) = (conditions.auth()?, chip.hmac_session()?);
    let root = chip.root;
    let made = chip.context.execute_with_session(Some(session), |context| {
        context.create(root, template, Some(auth), Some(data), None, None)
    });
    let made = made.map_err(Failure::of_sealing)?;
    TpmBlob::new(&made.out_public, &made.out_private, conditions.registers, envelope)
}

fn policy(chip: &mut Chip, conditions: &Conditions) -> Result<Option<Digest>, Failure> {
    let registers = conditions.registers;
    if registers.is_empty() {
        return Ok(None);
    }
    chip.policy_digest(registers, conditions.password.is_some()).map(Some)
}

/// With a policy, the policy alone: a password beside it would open without the registers.
fn template(policy: Option<Digest>) -> Result<Public, Error> {
    let attributes = ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_user_with_auth(policy.is_none())
        .build()?;
    PublicBuilder::new()
        .with_public_algorithm(PublicAlgorithm::KeyedHash)
        .with_name_hashing_algorithm(HashingAlgorithm::Sha256)
        .with_object_attributes(attributes)
        .with_auth_policy(policy.unwrap_or_default())
        .with_keyed_hash_parameters(PublicKeyedHashParameters::new(KeyedHashScheme::Null))
        .with_keyed_hash_unique_identifier(Digest::default())
        .build()
}
