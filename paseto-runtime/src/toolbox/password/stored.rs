//! Which format a stored hash is in.

use base64::Engine as _;
use base64::alphabet::Alphabet;
use base64::engine::general_purpose::{NO_PAD, STANDARD};
use base64::engine::{DecodeEstimate, GeneralPurpose};

use super::PasswordError;
use super::pbkdf2_sha256::{OUTPUT_LEN, Pbkdf2Hash};

/// Longer than any hash of these formats.
const MAX_LEN: usize = 512;
/// What dspu 0.0.4 computes.
const DSPU_ROUNDS: u32 = 100_000;

/// A stored hash whose format is known.
pub(super) enum Stored<'a> {
    /// `$argon2id$…`, `$argon2i$…`, `$argon2d$…`: a PHC text, read by the engine.
    Argon2(&'a str),
    Pbkdf2(Pbkdf2Hash),
    /// Django's mark `!…` for an account without a password: no password is right.
    Unusable,
}

impl<'a> Stored<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, PasswordError> {
        if text.len() > MAX_LEN {
            return Err(PasswordError::Malformed);
        }
        if text.starts_with("$argon2") {
            return Ok(Self::Argon2(text));
        }
        if let Some(fields) = text.strip_prefix("pbkdf2_sha256$") {
            return django(fields).map(Self::Pbkdf2).ok_or(PasswordError::Malformed);
        }
        if let Some(fields) = text.strip_prefix("$pbkdf2-sha256$") {
            return passlib(fields).map(Self::Pbkdf2).ok_or(PasswordError::Malformed);
        }
        if text.starts_with('!') { Ok(Self::Unusable) } else { Err(PasswordError::UnknownFormat) }
    }
}

/// dspu keeps its salt apart, and its cost nowhere.
pub(super) fn dspu(hash: &str, salt: &[u8]) -> Result<Pbkdf2Hash, PasswordError> {
    let output = output(&STANDARD, hash).ok_or(PasswordError::Malformed)?;
    if salt.is_empty() || salt.len() > MAX_LEN {
        return Err(PasswordError::Malformed);
    }
    Ok(Pbkdf2Hash { rounds: DSPU_ROUNDS, salt: salt.to_vec(), output })
}

/// Django: `rounds$salt$hash`, the salt used as the text it is, the hash in base64.
fn django(fields: &str) -> Option<Pbkdf2Hash> {
    let [rounds, salt, hash] = three(fields)?;
    let output = output(&STANDARD, hash)?;
    Some(Pbkdf2Hash { rounds: number(rounds)?, salt: salt.as_bytes().to_vec(), output })
}

/// passlib: `rounds$salt$hash`, both in its base64 with `.` for `+` and without padding.
fn passlib(fields: &str) -> Option<Pbkdf2Hash> {
    let [rounds, salt, hash] = three(fields)?;
    let engine = ab64()?;
    let salt = engine.decode(salt).ok()?;
    Some(Pbkdf2Hash { rounds: number(rounds)?, salt, output: output(&engine, hash)? })
}

fn ab64() -> Option<GeneralPurpose> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./";
    Some(GeneralPurpose::new(&Alphabet::new(letters).ok()?, NO_PAD))
}

fn three(fields: &str) -> Option<[&str; 3]> {
    let mut fields = fields.split('$');
    let three = [fields.next()?, fields.next()?, fields.next()?];
    let rest = fields.next();
    (rest.is_none() && three.iter().all(|field| !field.is_empty())).then_some(three)
}

/// `str::parse` takes a sign, and zeros in front.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    // What overflows is over every limit too, and is refused for that.
    plain.then(|| text.parse().unwrap_or(u32::MAX))
}

fn output<E: DecodeEstimate>(
    engine: &impl base64::Engine<DecodeEstimate = E>,
    text: &str,
) -> Option<[u8; OUTPUT_LEN]> {
    engine.decode(text).ok()?.try_into().ok()
}
