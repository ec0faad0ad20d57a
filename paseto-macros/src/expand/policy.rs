//! A policy as a type: the struct, and what the runtime asks of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Path, Visibility};

use super::located::located;
use super::text::text;
use super::{members, spec};
use crate::model::named::NamedPolicy;
use crate::model::policy::Policy;
use crate::model::uses::Uses;

/// `__paseto_policy_order`, for the handler `order`.
pub(crate) fn name_for(handler: &Ident) -> Ident {
    Ident::new(&format!("__paseto_policy_{}", handler.unraw()), Span::call_site())
}

/// The policy of one handler.
///
/// It carries its claims as a parameter: a public type that named private claims only inside of an
/// `impl` would be refused (E0446), while the handler's own signature may name them.
pub(crate) fn declare(policy: &Policy, vis: &Visibility, handler: &Ident) -> TokenStream {
    let name = name_for(handler);
    let declared = if policy.claims.is_some() {
        let field = "::core::marker::PhantomData<fn() -> __Claims>";
        item(&policy.root, vis, &format!("struct {name}<__Claims>({field});"))
    } else {
        item(&policy.root, vis, &format!("enum {name} {{}}"))
    };
    let ty = ty(policy, handler, Span::call_site());
    let impls = implement(policy, &ty, &handler.unraw().to_string());
    quote! { #declared #impls }
}

/// The type that [`declare`] declared, named at `span`.
pub(crate) fn ty(policy: &Policy, handler: &Ident, span: Span) -> TokenStream {
    let mut name = name_for(handler);
    // Not `located_at`: what call-site hygiene marks is reported at the attribute.
    name.set_span(span);
    let Some(claims) = &policy.claims else { return name.into_token_stream() };
    let claims = located(claims.to_token_stream(), span);
    quote_spanned!(span=> #name<#claims>)
}

/// Lints do not look into what an attribute generates, but for the one that asks for documentation.
/// `#[allow(…)]` would cost more than the rest of the policy.
fn item(root: &Path, vis: &Visibility, code: &str) -> TokenStream {
    let item = text(root, code);
    if matches!(vis, Visibility::Inherited) { item } else { quote!(#[doc(hidden)] #vis #item) }
}

/// A policy of `policy!`.
pub(crate) fn named(NamedPolicy { attrs, vis, name, policy }: &NamedPolicy) -> TokenStream {
    let impls = implement(policy, &quote!(#name), &name.unraw().to_string());
    let mode = policy.mode.marker();
    let declared =
        text(&policy.root, &format!("impl __private::DeclaredAs<__private::{mode}> for"));
    quote! {
        #(#attrs)*
        #[allow(missing_debug_implementations, unreachable_pub)]
        #vis struct #name;
        #declared #name {}
        #impls
    }
}

fn implement(policy: &Policy, ty: &TokenStream, site: &str) -> TokenStream {
    let (root, private) = (&policy.root, spec::private(&policy.root));
    let (mode, start) = (policy.mode.marker(), policy.mode.start());
    let no_claims =
        if policy.claims.is_none() { "type Claims = __private::AnyClaims;" } else { "" };
    let spec = text(
        root,
        &format!(
            "type Mode = __private::{mode}; {no_claims} const SPEC: __private::PolicySpec = \
             __private::{start}({site:?}, ::core::module_path!())"
        ),
    );
    let calls = spec::calls(policy);
    let members = [
        members::claims(policy.claims.as_ref(), root).unwrap_or_default(),
        members::assertion(policy, &private).unwrap_or_default(),
        members::token(policy, &private).unwrap_or_default(),
        members::requirement(policy, &private).unwrap_or_default(),
    ];
    let members: TokenStream = members.into_iter().collect();
    let evaluated = members::evaluated(policy, ty, &private);
    let submit = is_conditional(policy).then(|| submit(root, ty));
    let begin = text(root, "impl __private::Policy for");
    quote! { #begin #ty { #spec #calls; #members } #evaluated #submit }
}

/// Whether there are configurations that cannot satisfy it: what `Declared` of the runtime holds.
fn is_conditional(policy: &Policy) -> bool {
    policy.profile.is_some() || policy.purpose.is_some() || policy.uses != Uses::Many
}

/// The start-up check finds it by this.
fn submit(root: &Path, ty: &TokenStream) -> TokenStream {
    let (submit, declared) =
        (text(root, "__private::inventory::submit!"), text(root, "__private::declared::"));
    quote! { #submit { #declared<#ty>() } }
}

/// `#[paseto_public]`, for the audit.
pub(crate) fn public(
    root: &Path,
    vis: &Visibility,
    handler: &Ident,
    reason: &syn::LitStr,
) -> TokenStream {
    let (name, site, reason) = (name_for(handler), handler.unraw().to_string(), reason.value());
    let declared = item(root, vis, &format!("enum {name} {{}}"));
    let impls = text(
        root,
        &format!(
            "impl __private::Policy for {name} {{ \
               type Claims = __private::AnyClaims; \
               type Mode = __private::Public; \
               const SPEC: __private::PolicySpec = \
                 __private::public({site:?}, ::core::module_path!(), {reason:?}); \
             }}"
        ),
    );
    quote! { #declared #impls }
}
