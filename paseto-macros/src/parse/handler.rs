//! A function as written. Its body stays tokens: nothing in it concerns us, and nothing gets lost.

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt as _};
use syn::parse::{Parse, ParseStream};
use syn::{AttrStyle, Attribute, LitStr, Signature, Token, Visibility, braced, token};

/// A function, taken apart no further than its signature.
pub(crate) struct Handler {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) brace: token::Brace,
    /// `#![…]` at the beginning of the body.
    pub(crate) inner: Vec<Attribute>,
    pub(crate) body: TokenStream,
}

impl Parse for Handler {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        refuse_other_items(input)?;
        let sig: Signature = input.parse()?;
        if input.peek(Token![;]) {
            let words = "a guard protects a body, and this function has none: \
                         put it on the `async fn` that is the handler";
            return Err(syn::Error::new(sig.ident.span(), words));
        }
        let content;
        let brace = braced!(content in input);
        let inner = content.call(Attribute::parse_inner)?;
        let body = content.parse()?;
        Ok(Self { attrs, vis, sig, brace, inner, body })
    }
}

impl ToTokens for Handler {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(self.attrs.iter().filter(|attr| matches!(attr.style, AttrStyle::Outer)));
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.brace.surround(tokens, |tokens| {
            tokens.append_all(&self.inner);
            self.body.to_tokens(tokens);
        });
    }
}

fn refuse_other_items(input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    while ahead.peek(Token![const])
        || ahead.peek(Token![async])
        || ahead.peek(Token![unsafe])
        || ahead.peek(Token![extern])
        || ahead.peek(LitStr)
    {
        ahead.parse::<proc_macro2::TokenTree>()?;
    }
    if ahead.peek(Token![fn]) {
        return Ok(());
    }
    let words = if ahead.peek(Token![mod]) {
        "this attribute goes on an `async fn`; for every route of a module write `#[paseto_guarded]`"
    } else {
        "this attribute goes on an `async fn`: move it to the handler"
    };
    Err(input.error(words))
}
