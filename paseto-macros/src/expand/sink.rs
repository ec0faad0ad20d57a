//! First pass: other macros may stand below us, so we go below them and leave an alarm.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Attribute, Path, parse_quote};

use super::tripwire;
use crate::model::{Handler, SUNK};

/// The handler as it was, guarded last, and not to be compiled before that.
pub(crate) fn expand(
    me: &Ident,
    args: &TokenStream,
    root: &Path,
    mut handler: Handler,
) -> TokenStream {
    handler.attrs.push(marked(&parse_quote!(#root::#me), args));
    let (alarm, body) = (tripwire::statement(root, Span::call_site()), handler.body);
    handler.body = quote! { #alarm #body };
    handler.into_token_stream()
}

/// `#[path(args, __sunk)]`.
pub(crate) fn marked(path: &Path, args: &TokenStream) -> Attribute {
    let marker = Ident::new(SUNK, Span::call_site());
    if args.is_empty() {
        parse_quote!(#[#path(#marker)])
    } else {
        parse_quote!(#[#path(#args, #marker)])
    }
}
