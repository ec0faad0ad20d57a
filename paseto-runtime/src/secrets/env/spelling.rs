//! From the name of a secret to that of a variable, and back.

/// How secrets are called in the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As variables are.
    #[default]
    Exact,
    /// As paths, in variables that begin with this.
    Prefixed(String),
}

impl Spelling {
    /// `None` for what no variable is called.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let variable = match self {
            Self::Exact => name.to_owned(),
            Self::Prefixed(prefix) => format!("{prefix}{}", upper(name)),
        };
        let tame = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        (!variable.is_empty() && variable.bytes().all(tame)).then_some(variable)
    }
}

pub(super) fn upper(name: &str) -> String {
    name.to_ascii_uppercase().replace(['/', '-'], "_")
}

/// The way back, on which a `-` has become a `/`.
pub(super) fn lower(prefix: &str, variable: &str) -> String {
    variable.strip_prefix(prefix).unwrap_or(variable).to_ascii_lowercase().replace('_', "/")
}
