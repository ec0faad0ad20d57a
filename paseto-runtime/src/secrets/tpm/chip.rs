//! A connection to the TPM with its storage root key, and sessions salted with that.

use tss_esapi::attributes::{ObjectAttributesBuilder, SessionAttributesBuilder};
use tss_esapi::constants::SessionType;
use tss_esapi::handles::KeyHandle;
use tss_esapi::interface_types::algorithm::{HashingAlgorithm, PublicAlgorithm};
use tss_esapi::interface_types::ecc::EccCurve;
use tss_esapi::interface_types::resource_handles::Hierarchy;
use tss_esapi::interface_types::session_handles::{AuthSession, PolicySession};
use tss_esapi::structures::{
    Digest, EccPoint, Public, PublicBuilder, PublicEccParametersBuilder, SymmetricDefinition,
    SymmetricDefinitionObject,
};
use tss_esapi::tcti_ldr::TctiNameConf;
use tss_esapi::{Context, Error};

use super::failure::Failure;
use super::registers::Registers;

/// A connection, for one operation. The context flushes what it has loaded when it is dropped, on
/// every way out: without a resource manager a TPM has three places, and a lost one is lost until
/// it is restarted.
pub(super) struct Chip {
    pub(super) context: Context,
    pub(super) root: KeyHandle,
}

impl Chip {
    pub(super) fn open(device: &TctiNameConf) -> Result<Self, Failure> {
        let mut context = Context::new(device.clone()).map_err(Failure::of_connection)?;
        let template = root_template().map_err(|_| Failure::Library)?;
        let root = context.execute_with_session(Some(AuthSession::Password), |context| {
            context.create_primary(Hierarchy::Owner, template, None, None, None, None)
        });
        let root = root.map_err(Failure::of_root)?.key_handle;
        Ok(Self { context, root })
    }

    /// Under which the TPM and we encrypt what is secret, both ways. The salt goes to the root key,
    /// so that who listens on the bus learns neither the content nor the password.
    pub(super) fn hmac_session(&mut self) -> Result<AuthSession, Failure> {
        self.session(SessionType::Hmac)
    }

    /// In which a policy is fulfilled, encrypted as well.
    pub(super) fn policy_session(&mut self) -> Result<PolicySession, Failure> {
        self.session(SessionType::Policy)?.try_into().map_err(|_| Failure::Library)
    }

    /// What the registers, and if so a password, come to as a policy: with their values of now.
    pub(super) fn policy_digest(
        &mut self,
        registers: Registers,
        password: bool,
    ) -> Result<Digest, Failure> {
        let session = self.session(SessionType::Trial)?.try_into().map_err(|_| Failure::Library)?;
        self.fulfil(session, registers, password)
    }

    pub(super) fn fulfil(
        &mut self,
        session: PolicySession,
        registers: Registers,
        password: bool,
    ) -> Result<Digest, Failure> {
        let selection = registers.selection()?;
        let context = &mut self.context;
        context
            .policy_pcr(session, Digest::default(), selection)
            .and_then(|()| if password { context.policy_auth_value(session) } else { Ok(()) })
            .and_then(|()| context.policy_get_digest(session))
            .map_err(Failure::of_unsealing)
    }

    fn session(&mut self, kind: SessionType) -> Result<AuthSession, Failure> {
        let aes = SymmetricDefinition::AES_128_CFB;
        let (root, hash) = (Some(self.root), HashingAlgorithm::Sha256);
        let session = self.context.start_auth_session(root, None, None, kind, aes, hash);
        let session = session.map_err(Failure::of_sealing)?.ok_or(Failure::Library)?;
        let (attributes, mask) =
            SessionAttributesBuilder::new().with_decrypt(true).with_encrypt(true).build();
        if kind != SessionType::Trial {
            self.context
                .tr_sess_set_attributes(session, attributes, mask)
                .map_err(Failure::of_sealing)?;
        }
        Ok(session)
    }
}

/// What `tpm2_createprimary -C o -g sha256 -G ecc` makes.
fn root_template() -> Result<Public, Error> {
    let attributes = ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_sensitive_data_origin(true)
        .with_user_with_auth(true)
        .with_restricted(true)
        .with_decrypt(true)
        .build()?;
    let parameters = PublicEccParametersBuilder::new_restricted_decryption_key(
        SymmetricDefinitionObject::AES_128_CFB,
        EccCurve::NistP256,
    );
    PublicBuilder::new()
        .with_public_algorithm(PublicAlgorithm::Ecc)
        .with_name_hashing_algorithm(HashingAlgorithm::Sha256)
        .with_object_attributes(attributes)
        .with_ecc_parameters(parameters.build()?)
        .with_ecc_unique_identifier(EccPoint::default())
        .build()
}
