//! Comparison whose time tells nothing about where two texts differ.

use subtle::ConstantTimeEq;

/// Whether two secrets are equal, in a time that depends on their lengths alone.
///
/// The lengths are not hidden: compare what has a fixed length, or digests.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::constant_time_eq;
///
/// assert!(constant_time_eq("hush", "hush"));
/// assert!(!constant_time_eq("hush", "hash"));
/// ```
#[must_use]
pub fn constant_time_eq(left: impl AsRef<[u8]>, right: impl AsRef<[u8]>) -> bool {
    left.as_ref().ct_eq(right.as_ref()).into()
}
