//! `assertion = "tenant-alpha"`, `path("tenant")`, `header("x-tenant")`, `with(FN)`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Expr, LitStr, Token, token};

use super::value;

/// Where the implicit assertion comes from, as written.
pub(crate) enum AssertionArg {
    Constant(Expr),
    Path(LitStr),
    Header(LitStr),
    Function(Expr),
}

impl AssertionArg {
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![=]) && input.peek2(syn::Ident) && input.peek3(token::Paren) {
            let ahead = input.fork();
            ahead.parse::<Token![=]>()?;
            let word: Ident = ahead.parse()?;
            if ["path", "header", "with"].iter().any(|known| word == known) {
                input.parse::<Token![=]>()?;
                return Self::parse_taken(&input.parse()?, input);
            }
        }
        value::parsed(key, input, "a constant, `path(…)`, `header(…)` or `with(…)`")
            .map(Self::Constant)
    }

    fn parse_taken(word: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match word.to_string().as_str() {
            "path" => value::one_text(word, input).map(Self::Path),
            "header" => value::one_text(word, input).map(Self::Header),
            _ => value::one_expr(word, input, "`with` takes one function: write `with(function)`")
                .map(Self::Function),
        }
    }
}
