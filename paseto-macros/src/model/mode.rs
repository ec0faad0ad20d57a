//! The three attributes that ask for a token.

use proc_macro2::{Ident, Span};

/// Which of them it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Required,
    Refresh,
    Optional,
}

impl Mode {
    /// The attribute's name.
    pub(crate) fn attribute(self) -> Ident {
        let name = match self {
            Self::Required => "paseto_required",
            Self::Refresh => "refresh_required",
            Self::Optional => "paseto_optional",
        };
        Ident::new(name, Span::call_site())
    }

    /// The runtime's word for it, a type.
    pub(crate) fn marker(self) -> &'static str {
        match self {
            Self::Required => "Required",
            Self::Refresh => "Refresh",
            Self::Optional => "Optional",
        }
    }

    /// Where its policies begin, a function of the runtime.
    pub(crate) fn start(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Refresh => "refresh",
            Self::Optional => "optional",
        }
    }
}
