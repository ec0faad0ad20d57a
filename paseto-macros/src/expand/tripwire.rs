//! The statement that fails to compile unless the last pass of the guard takes it out again.

use proc_macro2::{Delimiter, Group, Punct, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::Path;

use super::located::located;

const NAME: &str = "guard_was_removed";

/// The first statement of a body that is still to be guarded; reported at `span`.
pub(crate) fn statement(root: &Path, span: Span) -> TokenStream {
    let root = located(root.to_token_stream(), span);
    quote_spanned! {span=> #root::__private::guard_was_removed!(); }
}

/// The tokens without any tripwire, at any depth: other macros nest the body in blocks of theirs.
pub(crate) fn strip(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(name) if name == NAME && rest.next_if(is_bang).is_some() => {
                drop_path(&mut kept);
                rest.next_if(|token| matches!(token, TokenTree::Group(_)));
                rest.next_if(|token| is_punct(Some(token), ';'));
            }
            TokenTree::Group(group) => kept.push(TokenTree::Group(strip_group(&group))),
            other @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => {
                kept.push(other);
            }
        }
    }
    kept.into_iter().collect()
}

fn strip_group(group: &Group) -> Group {
    let mut stripped = Group::new(group.delimiter(), strip(group.stream()));
    stripped.set_span(group.span());
    stripped
}

/// Takes `::actix_paseto::__private::` back from the end of what was kept.
fn drop_path(kept: &mut Vec<TokenTree>) {
    while ends_in_colons(kept) {
        kept.truncate(kept.len().saturating_sub(2));
        if kept.last().is_some_and(is_segment) {
            kept.pop();
        }
    }
}

fn ends_in_colons(kept: &[TokenTree]) -> bool {
    let mut last = kept.iter().rev();
    is_punct(last.next(), ':') && is_punct(last.next(), ':')
}

fn is_segment(token: &TokenTree) -> bool {
    let invisible = |group: &Group| group.delimiter() == Delimiter::None;
    match token {
        TokenTree::Ident(_) => true,
        TokenTree::Group(group) => invisible(group),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    }
}

fn is_bang(token: &TokenTree) -> bool {
    is_punct(Some(token), '!')
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if Punct::as_char(punct) == sign)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use quote::quote;
    use syn::parse_quote;

    use super::{statement, strip};
    #[test]
    fn takes_out_what_was_put_in() {
        for root in [parse_quote!(::actix_paseto), parse_quote!(crate::reexport::inner)] {
            let alarm = statement(&root, Span::call_site());
            let nested = quote! { { async move { #alarm work() }.await } };
            assert_eq!(
                strip(nested).to_string(),
                quote! { { async move { work() }.await } }.to_string()
            );
        }
    }

    #[test]
    fn leaves_the_statements_before_it() {
        let alarm = statement(&parse_quote!(crate::facade), Span::call_site());
        let body = quote! { let a = 1; #alarm let b = guard_was_removed; };
        let left = quote! { let a = 1; let b = guard_was_removed; };
        assert_eq!(strip(body).to_string(), left.to_string());
    }
}
