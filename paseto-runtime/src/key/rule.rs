//! How strictly a footer's `kid` chooses the key.

/// How strictly a footer's `kid` chooses the key: the setting `keys.kid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::exhaustive_enums, reason = "a new rule must be weighed at every match")]
pub enum KidRule {
    /// Unknown or absent is refused.
    Required,
    /// Unknown is refused; absent tries the few keys of that purpose. The default.
    #[default]
    Preferred,
    /// Tries the few keys of that purpose, whatever the footer says: for tokens whose footers use
    /// the name for something else.
    Ignored,
}
