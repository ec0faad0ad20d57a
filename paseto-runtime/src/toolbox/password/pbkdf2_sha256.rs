//! PBKDF2-HMAC-SHA256, for verifying what others stored. New hashes are never made with it.

use pbkdf2::{Algorithm, Params, pbkdf2_hmac_with_params};
use zeroize::Zeroizing;

use super::{PasswordError, PasswordLimits, Verdict};
use crate::toolbox::compare::constant_time_eq;

/// The one length that all the formats read here use.
pub(super) const OUTPUT_LEN: usize = 32;

/// A stored hash, taken apart.
pub(super) struct Pbkdf2Hash {
    pub(super) rounds: u32,
    pub(super) salt: Vec<u8>,
    pub(super) output: [u8; OUTPUT_LEN],
}

/// A right password always needs a rehash.
pub(super) fn verify(
    password: &str,
    stored: &Pbkdf2Hash,
    limits: &PasswordLimits,
) -> Result<Verdict, PasswordError> {
    if stored.rounds > limits.rounds {
        return Err(PasswordError::TooCostly);
    }
    let params = Params::new(stored.rounds).map_err(|_| PasswordError::Malformed)?;
    let mut output = Zeroizing::new([0; OUTPUT_LEN]);
    pbkdf2_hmac_with_params(
        password.as_bytes(),
        &stored.salt,
        Algorithm::Pbkdf2Sha256,
        params,
        output.as_mut_slice(),
    );
    let right = constant_time_eq(output.as_slice(), stored.output);
    Ok(if right { Verdict::right(true) } else { Verdict::WRONG })
}
