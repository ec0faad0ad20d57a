//! How much work a stored hash may ask for.

/// How much work a stored hash may ask for: whoever can write one must not be able to stop the
/// service with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordLimits {
    pub(super) memory_kib: u32,
    pub(super) work_kib: u64,
    pub(super) lanes: u32,
    pub(super) rounds: u32,
    pub(super) password_len: usize,
}

impl PasswordLimits {
    /// Argon2: memory in KiB. Default: 256 MiB.
    #[must_use]
    pub const fn memory_kib(self, memory_kib: u32) -> Self {
        Self { memory_kib, ..self }
    }

    /// Argon2: memory times passes, in KiB. Default: 1 GiB, one to two seconds.
    #[must_use]
    pub const fn work_kib(self, work_kib: u64) -> Self {
        Self { work_kib, ..self }
    }

    /// Argon2: lanes. Default: 16.
    #[must_use]
    pub const fn lanes(self, lanes: u32) -> Self {
        Self { lanes, ..self }
    }

    /// PBKDF2: rounds. Default: 5 000 000, one to two seconds.
    #[must_use]
    pub const fn rounds(self, rounds: u32) -> Self {
        Self { rounds, ..self }
    }

    /// Length of a password in bytes. Default: 4096.
    #[must_use]
    pub const fn password_len(self, bytes: usize) -> Self {
        Self { password_len: bytes, ..self }
    }
}

impl Default for PasswordLimits {
    fn default() -> Self {
        Self {
            memory_kib: 256 * 1024,
            work_kib: 1024 * 1024,
            lanes: 16,
            rounds: 5_000_000,
            password_len: 4096,
        }
    }
}
