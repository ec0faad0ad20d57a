//! The cost of new hashes.

/// The cost of new hashes with Argon2id (version 0x13, salt of 16 bytes, output of 32).
///
/// Default: 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::Argon2Params;
///
/// assert!(Argon2Params::new(65_536, 3, 4).is_ok()); // RFC 9106, second choice
/// assert!(Argon2Params::new(1024, 1, 1).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Params {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// The least memory of OWASP's equivalent choices, and the least memory times passes among them.
const MIN_MEMORY_KIB: u32 = 7168;
const MIN_WORK_KIB: u64 = 35_840;
/// 4 GiB: beyond it the work is a mistake in the unit.
const MAX_MEMORY_KIB: u32 = 4 * 1024 * 1024;

impl Argon2Params {
    /// Memory in KiB, passes over it, and lanes.
    ///
    /// # Errors
    ///
    /// [`WeakParams`] below all of OWASP's choices (7 MiB and 5 passes is the cheapest), for no
    /// lanes, more than 255 of them, or more than 4 GiB.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, WeakParams> {
        let enough = memory_kib >= MIN_MEMORY_KIB
            && memory_kib as u64 * passes as u64 >= MIN_WORK_KIB
            && memory_kib <= MAX_MEMORY_KIB;
        // 255 lanes need 2040 KiB, which the least memory covers.
        if !enough || lanes == 0 || lanes > 255 {
            return Err(WeakParams);
        }
        Ok(Self { memory_kib, passes, lanes })
    }

    /// In KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Computed one after the other: they cost as much here as elsewhere, but save no time.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }
}

impl Default for Argon2Params {
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// Parameters below what OWASP calls the minimum, or beyond reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Argon2id parameters below OWASP's minimum, or beyond 4 GiB or 255 lanes")]
pub struct WeakParams;
