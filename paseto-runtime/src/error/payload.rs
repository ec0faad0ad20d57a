//! What is wrong with a token that is authentic.

/// What keeps an authentic payload from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// Not a JSON object.
    #[error("not a JSON object")]
    NotObject,
    /// One name twice in one object, at any depth.
    #[error("duplicate member")]
    Duplicate,
    /// Nested deeper than 8, more than 64 members in an object or 256 in all, or a text above 2 KiB.
    #[error("too deep, too many members, or a text too long")]
    TooComplex,
    /// A registered claim of another type than its own.
    #[error("claim `{0}` has the wrong type")]
    WrongType(&'static str),
    /// A time that is not RFC 3339 with upper-case letters.
    #[error("claim `{0}` is not an RFC 3339 time")]
    BadTime(&'static str),
}

/// A custom claim that breaks the rules of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// The payload does not deserialize into the declared type.
    #[error("the claims do not fit the declared type")]
    Shape,
    /// A `#[claim(…)]` rule is broken.
    #[error("claim `{claim}` breaks its rule `{rule}`")]
    Rule {
        /// Its name on the wire.
        claim: &'static str,
        /// The rule: `one_of`, `len`, `range` or `with`.
        rule: &'static str,
    },
}
