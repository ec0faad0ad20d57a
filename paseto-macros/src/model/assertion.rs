//! What the implicit assertion is taken from. An empty one would bind a token to nothing.

use syn::{Expr, ExprLit, Lit, LitStr};

use crate::diag::Diagnostics;
use crate::parse::assertion::AssertionArg;
use crate::parse::given::Given;

/// Checked: no literal in here is empty.
pub(crate) enum Assertion {
    Constant(Expr),
    Path(LitStr),
    Header(LitStr),
    Function(Expr),
}

impl Assertion {
    pub(crate) fn lower(given: Given<AssertionArg>, diag: &mut Diagnostics) -> Option<Self> {
        Some(match given.once(diag)?.value {
            AssertionArg::Constant(expr) => {
                constant(&expr, diag);
                Self::Constant(expr)
            }
            AssertionArg::Path(name) => {
                super::text::segment(&name, diag);
                Self::Path(name)
            }
            AssertionArg::Header(name) => {
                super::text::header_name(&name, diag);
                Self::Header(name)
            }
            AssertionArg::Function(function) => Self::Function(function),
        })
    }
}

/// What is no literal is checked when the constant is evaluated.
fn constant(expr: &Expr, diag: &mut Diagnostics) {
    let Expr::Lit(ExprLit { lit, .. }) = expr else { return };
    let length = if let Lit::Str(text) = lit {
        Some(text.value().len())
    } else if let Lit::ByteStr(bytes) = lit {
        Some(bytes.value().len())
    } else {
        None
    };
    match length {
        None => diag.say(lit.span(), "an assertion is text or bytes: write `assertion = \"…\"`"),
        Some(0) => diag.say(
            lit.span(),
            "an empty assertion binds the token to nothing: name what it is bound to",
        ),
        Some(_) => {}
    }
}
