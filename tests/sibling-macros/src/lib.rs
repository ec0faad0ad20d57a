//! Attribute macros that a guard may meet on the same handler, the ill-behaved among them.

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input, parse_quote};

/// Rebuilds the function and loses its other attributes, as published macros do.
#[proc_macro_attribute]
pub fn drops_attributes(_: TokenStream, item: TokenStream) -> TokenStream {
    let ItemFn { vis, sig, block, .. } = parse_macro_input!(item as ItemFn);
    quote!(#vis #sig #block).into()
}

/// Wraps the body into blocks of its own, as `tracing::instrument` does.
#[proc_macro_attribute]
pub fn nests_body(_: TokenStream, item: TokenStream) -> TokenStream {
    let mut handler = parse_macro_input!(item as ItemFn);
    let block = &handler.block;
    handler.block = parse_quote!({ async move { { #block } }.await });
    quote!(#handler).into()
}
