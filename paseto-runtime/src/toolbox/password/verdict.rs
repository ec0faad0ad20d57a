//! What a check of a password comes to.

/// What a check of a password comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub struct Verdict {
    /// The password is the one.
    pub valid: bool,
    /// It is the one, and its stored hash is of another kind or cost than new ones are: hash it
    /// again and store that. Never true for a wrong password.
    pub needs_rehash: bool,
}

impl Verdict {
    pub(super) const WRONG: Self = Self { valid: false, needs_rehash: false };

    pub(super) const fn right(needs_rehash: bool) -> Self {
        Self { valid: true, needs_rehash }
    }
}
