//! Argon2: new hashes as Argon2id, old ones of every variant.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, Version};

use super::{Argon2Params, PasswordError, PasswordLimits, Verdict};
use crate::toolbox::random;

const SALT_LEN: usize = 16;
const OUTPUT_LEN: usize = 32;
/// Below this an output can be hit by chance.
const MIN_OUTPUT_LEN: usize = 16;

/// The hash in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
pub(super) fn hash(password: &str, params: Argon2Params) -> Result<String, PasswordError> {
    let mut salt = [0; SALT_LEN];
    random::fill(&mut salt)?;
    let (memory, passes, lanes) = (params.memory_kib(), params.passes(), params.lanes());
    let params = Params::new(memory, passes, lanes, Some(OUTPUT_LEN));
    let params = params.map_err(|_| PasswordError::Memory)?;
    let engine = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = engine.hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|_| PasswordError::Memory)
}

pub(super) fn verify(
    password: &str,
    stored: &str,
    current: Argon2Params,
    limits: &PasswordLimits,
) -> Result<Verdict, PasswordError> {
    let mut hash = PasswordHash::new(stored).map_err(|_| PasswordError::Malformed)?;
    // What names no version is of the first one; the engine would take it for the second.
    hash.version.get_or_insert(Version::V0x10.into());
    let params = checked_params(&hash, limits)?;
    match Argon2::default().verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(Verdict::right(!is_current(&hash, &params, current))),
        Err(Error::PasswordInvalid) => Ok(Verdict::WRONG),
        Err(Error::OutOfMemory) => Err(PasswordError::Memory),
        Err(_) => Err(PasswordError::Malformed),
    }
}

fn checked_params(hash: &PasswordHash, limits: &PasswordLimits) -> Result<Params, PasswordError> {
    let output = hash.hash.as_ref().ok_or(PasswordError::Malformed)?;
    if hash.salt.is_none() || output.len() < MIN_OUTPUT_LEN {
        return Err(PasswordError::Malformed);
    }
    let params = Params::try_from(hash).map_err(|_| PasswordError::Malformed)?;
    let (memory, passes) = (params.m_cost(), params.t_cost());
    let work = u64::from(memory).saturating_mul(passes.into());
    if memory > limits.memory_kib || work > limits.work_kib || params.p_cost() > limits.lanes {
        return Err(PasswordError::TooCostly);
    }
    Ok(params)
}

fn is_current(hash: &PasswordHash, params: &Params, current: Argon2Params) -> bool {
    let found = (params.m_cost(), params.t_cost(), params.p_cost());
    found == (current.memory_kib(), current.passes(), current.lanes())
        && hash.algorithm == ARGON2ID_IDENT
        && hash.version == Some(Version::V0x13.into())
        && hash.salt.as_ref().is_some_and(|salt| salt.len() >= SALT_LEN)
        && hash.hash.as_ref().is_some_and(|output| output.len() == OUTPUT_LEN)
}
