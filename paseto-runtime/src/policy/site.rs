//! Where an attribute stands.

use std::panic::Location;

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
    /// Where the caller stands: of a macro, where it was called.
    #[track_caller]
    pub(crate) const fn here(name: &'static str, module: &'static str) -> Self {
        let at = Location::caller();
        Self { module, name, file: at.file(), line: at.line() }
    }

    /// For checks that no attribute asks for.
    pub(crate) const fn built_in(name: &'static str) -> Self {
        Self { module: "actix_paseto", name, file: "", line: 0 }
    }
}
