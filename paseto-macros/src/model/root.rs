//! Where the facade is: the beginning of every generated path.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, PathArguments, PathSegment, Token};

use crate::diag::Diagnostics;
use crate::parse::given::Given;
use crate::parse::guard_args::GuardArgs;

const NAME: &str = "actix_paseto";

/// `crate = path`, else `::actix_paseto`.
pub(crate) fn lower(given: Given<Path>, diag: &mut Diagnostics) -> Path {
    given.once(diag).map_or_else(default, |root| root.value)
}

/// The root before anything is checked.
pub(crate) fn peek(args: &GuardArgs) -> Path {
    args.root.first().cloned().unwrap_or_else(default)
}

/// The root that a guard of ours names; `None` if its arguments do not parse, which it will say itself.
pub(crate) fn of_guard(attr: &Attribute) -> Option<Path> {
    match &attr.meta {
        Meta::Path(_) => Some(default()),
        Meta::List(list) => syn::parse2(list.tokens.clone()).ok().map(|args| peek(&args)),
        Meta::NameValue(_) => None,
    }
}

/// Whether `root` is where the facade is if nobody says otherwise.
pub(crate) fn is_default(root: &Path) -> bool {
    let mut names = root.segments.iter().map(|segment| &segment.ident);
    let ours = names.next().is_some_and(|name| name == NAME);
    ours && names.next().is_none() && root.leading_colon.is_some()
}

fn default() -> Path {
    let name = Ident::new(NAME, Span::call_site());
    let segment = PathSegment { ident: name, arguments: PathArguments::None };
    Path {
        leading_colon: Some(Token![::](Span::call_site())),
        segments: Punctuated::from_iter([segment]),
    }
}
