//! Where tokens are reported.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// The same tokens, standing at `span`; their own hygiene stays.
pub(crate) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut located = Group::new(group.delimiter(), self::located(group.stream(), span));
            located.set_span(group.span().located_at(span));
            TokenTree::Group(located)
        }
        mut other @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => {
            other.set_span(other.span().located_at(span));
            other
        }
    };
    tokens.into_iter().map(one).collect()
}
