//! A guarded handler: the policy, one extractor that owns the others, the user's patterns re-bound.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{FnArg, Pat, PatType, Token, Type};

use super::text::text;
use super::{checks, policy, tripwire, tuple};
use crate::model::guard::{Guard, Which};

/// Everything that stands where the handler stood. `sunk`: there is an alarm in it.
pub(crate) fn expand(guard: Guard, sunk: bool) -> TokenStream {
    let declared = declared(&guard);
    let checks = checks::expand(&guard);
    let rebound = rebound(&guard);
    let guarded = guarded(&guard);
    let mut handler = guard.handler;
    handler.sig.inputs = Punctuated::from_iter([guarded]);
    let body = if sunk { tripwire::strip(handler.body) } else { handler.body };
    handler.body = quote! { #checks #rebound #body };
    quote! { #declared #handler }
}

fn declared(guard: &Guard) -> TokenStream {
    match &guard.policy {
        Which::Own(own) => policy::declare(own, &guard.handler.vis, &guard.handler.sig.ident),
        Which::Named { .. } => TokenStream::new(),
    }
}

/// `__paseto_guarded: Guarded<Policy, (Args…,)>`, without a parse of what was just made.
fn guarded(guard: &Guard) -> FnArg {
    let policy = checks::policy_ty(guard, Span::call_site());
    let types = tuple::nested(guard.params.iter().map(|param| &param.ty));
    let begin = text(guard.policy.root(), "__private::Guarded");
    FnArg::Typed(PatType {
        attrs: Vec::new(),
        pat: Box::new(Pat::Verbatim(quote!(__paseto_guarded))),
        colon_token: Token![:](Span::call_site()),
        ty: Box::new(Type::Verbatim(quote!(#begin<#policy, #types>))),
    })
}

/// Only the user's patterns, never their types: what is `impl Trait` there cannot be said twice.
fn rebound(guard: &Guard) -> TokenStream {
    let lints = guard.params.iter().flat_map(|param| &param.attrs);
    let pats = tuple::nested(guard.params.iter().map(|param| &param.pat));
    let args = text(guard.policy.root(), "= __private::into_args(__paseto_guarded);");
    quote! { #(#lints)* let #pats #args }
}
