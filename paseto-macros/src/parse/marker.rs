//! `__sunk`, the word by which a guard knows that it already stands below its siblings.

use proc_macro2::{TokenStream, TokenTree};

pub(crate) const SUNK: &str = "__sunk";

/// The arguments without the marker, and whether it was there.
pub(crate) fn split(args: TokenStream) -> (TokenStream, bool) {
    let mut all: Vec<TokenTree> = args.into_iter().collect();
    let sunk = matches!(all.last(), Some(TokenTree::Ident(word)) if word == SUNK);
    if sunk {
        all.pop();
    }
    if matches!(all.last(), Some(TokenTree::Punct(comma)) if comma.as_char() == ',') {
        all.pop();
    }
    (all.into_iter().collect(), sunk)
}
