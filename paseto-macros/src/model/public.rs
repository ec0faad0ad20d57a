//! A handler that lets anyone in, and says why.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{LitStr, Path, Signature};

use super::{Handler, function, params, placement, root, text};
use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};
use crate::parse::guard_args::GuardArgs;

/// `#[paseto_public(reason = "…")]`, all rules checked.
pub(crate) struct PublicRoute {
    pub(crate) root: Path,
    pub(crate) reason: LitStr,
    pub(crate) handler: Handler,
}

impl PublicRoute {
    /// Checks every rule and reports every breach at once.
    pub(crate) fn lower(args: GuardArgs, handler: Handler) -> syn::Result<Self> {
        let mut diag = Diagnostics::default();
        function::check(&handler, &mut diag);
        placement::on_public(&args.keys, &mut diag);
        refuse_readers(&handler.sig, &mut diag);
        let root = root::lower(args.root, &mut diag);
        let reason = reason(args.reason, &mut diag);
        diag.finish(Self { root, reason, handler })
    }
}

fn reason(given: Given<LitStr>, diag: &mut Diagnostics) -> LitStr {
    let words = "say why anyone may come in: `#[paseto_public(reason = \"…\")]`";
    if let Some(Arg { value, .. }) = given.once(diag) {
        text::not_empty(&value, words, diag);
        return value;
    }
    diag.say(Span::call_site(), words);
    LitStr::new("", Span::call_site())
}

/// What comes from a token would turn away whoever brings none.
fn refuse_readers(sig: &Signature, diag: &mut Diagnostics) {
    for param in params::typed(sig) {
        let read = params::last_segment(params::unwrapped(&param.ty));
        if read.is_some_and(|segment| segment.ident == "Claims" || segment.ident == "Token") {
            let words = "`#[paseto_public]` admits requests without a token; \
                         use `#[paseto_optional]` to read one where there is one";
            diag.say(param.ty.span(), words);
        }
    }
}
