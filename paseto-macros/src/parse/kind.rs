//! `kind = "email-verify"`, `kind = any`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

/// The kind of token, as written.
pub(crate) enum KindArg {
    Any,
    Custom(LitStr),
}

impl KindArg {
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let words = "`kind` takes a text of your own or the word `any`: \
                     write `kind = \"email-verify\"` or `kind = any`";
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(key.span(), words));
        }
        input.parse::<Token![=]>()?;
        let at = if input.is_empty() { key.span() } else { input.span() };
        let refused = |_| syn::Error::new(at, words);
        if input.peek(syn::Ident) {
            let word: Ident = input.parse()?;
            return if word == "any" { Ok(Self::Any) } else { Err(syn::Error::new(at, words)) };
        }
        input.parse().map(Self::Custom).map_err(refused)
    }
}
