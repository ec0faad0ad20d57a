//! Generated code that is the same for everyone, as text.
//!
//! The compiler's own lexer takes a hundred tokens in the time in which an unoptimised macro makes
//! three, and a macro is not optimised where `cargo check` counts.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::Path;

use crate::model::root;

const PRIVATE: &str = "__private";

/// `code`, in which every path of ours begins with `__private::`.
pub(crate) fn text(root: &Path, code: &str) -> TokenStream {
    if root::is_default(root) {
        return lexed(&code.replace("__private::", "::actix_paseto::__private::"));
    }
    rooted(lexed(code), &root.to_token_stream())
}

fn lexed(code: &str) -> TokenStream {
    parsed(code).unwrap_or_else(|| {
        let words = format!("this is no code: {code}");
        quote!(::core::compile_error!(#words);)
    })
}

/// `proc_macro2` would first lex it on its own, which costs eight times as much.
fn parsed(code: &str) -> Option<TokenStream> {
    if proc_macro::is_available() {
        code.parse::<proc_macro::TokenStream>().ok().map(Into::into)
    } else {
        code.parse().ok()
    }
}

fn rooted(tokens: TokenStream, root: &TokenStream) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Ident(name) if name == PRIVATE => quote!(#root::#name),
        TokenTree::Group(group) => {
            let inside = rooted(group.stream(), root);
            TokenTree::Group(Group::new(group.delimiter(), inside)).into()
        }
        other @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => other.into(),
    };
    tokens.into_iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use syn::parse_quote;

    use super::text;

    #[test]
    fn begins_where_the_facade_is() {
        let code = "enum P {} impl __private::Policy for P { fn f() -> __private::Token {} }";
        let ours = |private| {
            quote! { enum P {} impl #private::Policy for P { fn f() -> #private::Token {} } }
        };
        let default = text(&parse_quote!(::actix_paseto), code);
        assert_eq!(default.to_string(), ours(quote!(::actix_paseto::__private)).to_string());
        let renamed = text(&parse_quote!(crate::facade), code);
        assert_eq!(renamed.to_string(), ours(quote!(crate::facade::__private)).to_string());
    }
}
