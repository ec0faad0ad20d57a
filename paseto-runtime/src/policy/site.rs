//! Where an attribute stands.

/// Where an attribute stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "built by generated code")]
pub struct Site {
    /// The module path.
    pub module: &'static str,
    /// The handler, or the named policy.
    pub name: &'static str,
    /// The file.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

impl Site {
    /// For checks that no attribute asks for.
    pub(crate) const fn built_in(name: &'static str) -> Self {
        Self { module: "actix_paseto", name, file: "", line: 0 }
    }
}
