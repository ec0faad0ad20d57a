//! What the compiler checks of each parameter, reported at the parameter's own type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::located::located;
use super::policy;
use super::spec::private;
use crate::model::guard::{Guard, Which};
use crate::model::params::Param;
use crate::model::root;

/// Statements that do nothing; none, where there is nothing to check.
pub(crate) fn expand(guard: &Guard) -> TokenStream {
    let root = guard.policy.root();
    let params = guard.params.iter().filter(|param| !param.opaque);
    let checks = params.map(|param| check(param, guard, root));
    declared(guard).into_iter().chain(checks).collect()
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
fn declared(guard: &Guard) -> Option<TokenStream> {
    let Which::Named { ty, root, .. } = &guard.policy else { return None };
    let mode = Ident::new(guard.mode.marker(), Span::call_site());
    let private = located(private(root), ty.span());
    Some(quote_spanned! {ty.span()=> #private::declared_as::<#ty, #private::#mode>(); })
}

fn check(param: &Param, guard: &Guard, root: &Path) -> TokenStream {
    let (ty, span) = (&param.ty, param.ty.span());
    let (policy, private) = (policy_ty(guard, span), private_at(root, span));
    quote_spanned! {span=> #private::param::<#ty>().__paseto_check::<#policy>(); }
}

/// What the user named keeps its hygiene, and is then reported at the attribute.
fn private_at(root: &Path, span: Span) -> TokenStream {
    if root::is_default(root) {
        quote_spanned!(span=> ::actix_paseto::__private)
    } else {
        located(private(root), span)
    }
}
