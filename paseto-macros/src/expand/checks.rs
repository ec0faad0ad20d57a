//! What the compiler checks of each parameter, reported at the parameter's own type.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::located::located;
use super::policy;
use super::spec::private;
use crate::model::guard::{Guard, Which};
use crate::model::params::Param;

/// A closure that is never called; nothing, where there is nothing to check.
pub(crate) fn expand(guard: &Guard) -> TokenStream {
    let root = guard.policy.root();
    let declared = declared(guard);
    let params = guard.params.iter().filter(|param| !param.opaque);
    let checks: TokenStream = params.map(|param| check(param, guard, root)).collect();
    if declared.is_empty() && checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        let _ = || {
            use #root::__private::AnyParam as _;
            #declared
            #checks
        };
    }
}

/// The type that stands for the policy, named at `span`.
pub(crate) fn policy_ty(guard: &Guard, span: Span) -> TokenStream {
    match &guard.policy {
        Which::Own(policy) => policy::ty(policy, &guard.handler.sig.ident, span),
        Which::Named { ty, websocket: false, .. } => located(ty.to_token_stream(), span),
        Which::Named { ty, websocket: true, root } => {
            let private = private(root);
            located(quote!(#private::OnWebSocket<#ty>), span)
        }
    }
}

/// A named policy must have been declared for this very attribute.
fn declared(guard: &Guard) -> TokenStream {
    let Which::Named { ty, root, .. } = &guard.policy else { return TokenStream::new() };
    let (mode, private) = (guard.mode.marker(), located(private(root), ty.span()));
    quote_spanned! {ty.span()=> #private::declared_as::<#ty, #private::#mode>(); }
}

fn check(param: &Param, guard: &Guard, root: &Path) -> TokenStream {
    let ty = &param.ty;
    let (policy, private) = (policy_ty(guard, ty.span()), located(private(root), ty.span()));
    // `Claims<T>` is one as soon as `T` derives `Claims`, which the policy asks for already.
    let extractor =
        (!param.claims).then(|| quote_spanned!(ty.span()=> #private::is_extractor::<#ty>();));
    quote_spanned! {ty.span()=>
        #extractor
        <#private::Param<#ty>>::check::<#policy>();
    }
}
