//! A guarded handler: the policy, one extractor that owns the others, the user's patterns re-bound.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse_quote;

use super::{checks, policy, tripwire, tuple};
use crate::model::guard::{Guard, Which};

/// Everything that stands where the handler stood.
pub(crate) fn expand(guard: Guard) -> TokenStream {
    let declared = declared(&guard);
    let checks = checks::expand(&guard);
    let policy = checks::policy_ty(&guard, Span::call_site());
    let rebound = rebound(&guard);
    let root = guard.policy.root();
    let types = tuple::nested(guard.params.iter().map(|param| &param.ty));
    let mut handler = guard.handler;
    handler.sig.inputs = parse_quote! {
        __paseto_guarded: #root::__private::Guarded<#policy, #types>
    };
    let body = tripwire::strip(handler.body);
    handler.body = quote! { #checks #rebound #body };
    quote! { #declared #handler }
}

fn declared(guard: &Guard) -> TokenStream {
    match &guard.policy {
        Which::Own(own) => policy::declare(own, &guard.handler.vis, &guard.handler.sig.ident),
        Which::Named { .. } => TokenStream::new(),
    }
}

/// Only the user's patterns, never their types: what is `impl Trait` there cannot be said twice.
fn rebound(guard: &Guard) -> TokenStream {
    let root = guard.policy.root();
    let lints = guard.params.iter().flat_map(|param| &param.attrs);
    let pats = tuple::nested(guard.params.iter().map(|param| &param.pat));
    quote! {
        #(#lints)*
        let #pats = #root::__private::into_args(__paseto_guarded);
    }
}
