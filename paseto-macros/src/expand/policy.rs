//! A policy as a type: the struct, and what the runtime asks of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Path, Visibility};

use super::located::located;
use super::{members, spec};
use crate::model::mode::Mode;
use crate::model::named::NamedPolicy;
use crate::model::policy::Policy;

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
    let head = if policy.claims.is_some() {
        quote!(struct #name<__Claims>(::core::marker::PhantomData<fn() -> __Claims>);)
    } else {
        quote!(struct #name;)
    };
    let allow = lints();
    let ty = ty(policy, handler, Span::call_site());
    let impls = implement(policy, &ty, &handler.unraw().to_string());
    quote! { #[doc(hidden)] #allow #vis #head #impls }
}

/// The type that [`declare`] declared, named at `span`.
pub(crate) fn ty(policy: &Policy, handler: &Ident, span: Span) -> TokenStream {
    let mut name = name_for(handler);
    // Not `located_at`: what call-site hygiene marks is reported at the attribute.
    name.set_span(span);
    let Some(claims) = &policy.claims else { return quote!(#name) };
    let claims = located(claims.to_token_stream(), span);
    quote_spanned!(span=> #name<#claims>)
}

/// What is generated answers to no lint of the user's.
pub(crate) fn lints() -> TokenStream {
    quote! {
        #[allow(
            non_camel_case_types,
            missing_docs,
            missing_debug_implementations,
            dead_code,
            unreachable_pub,
            clippy::all,
            clippy::pedantic
        )]
    }
}

/// A policy of `policy!`.
pub(crate) fn named(NamedPolicy { attrs, vis, name, policy }: &NamedPolicy) -> TokenStream {
    let impls = implement(policy, &quote!(#name), &name.unraw().to_string());
    quote! {
        #(#attrs)*
        #[allow(missing_debug_implementations, unreachable_pub)]
        #vis struct #name;
        #impls
    }
}

fn implement(policy: &Policy, ty: &TokenStream, site: &str) -> TokenStream {
    let private = spec::private(&policy.root);
    let spec = spec::expand(policy, site);
    let claims = members::claims(policy.claims.as_ref(), &private);
    let assertion = members::assertion(policy, &private);
    let token = members::token(policy, &private);
    let requirement = members::requirement(policy, &private);
    let promises = promises(policy, ty);
    let evaluated = members::evaluated(policy, ty, &private);
    quote! {
        #[automatically_derived]
        impl #private::Policy for #ty {
            type Claims = #claims;
            const SPEC: #private::PolicySpec = #spec;
            #assertion
            #token
            #requirement
        }
        #promises
        #evaluated
        #private::declare!(<#ty as #private::Policy>::SPEC);
    }
}

/// What a parameter or an attribute may rely on.
fn promises(policy: &Policy, ty: &TokenStream) -> TokenStream {
    let (private, mode) = (spec::private(&policy.root), policy.mode.marker());
    let always = (policy.mode != Mode::Optional).then(|| {
        quote! { #[automatically_derived] impl #private::AlwaysAuthenticates for #ty {} }
    });
    quote! {
        #always
        #[automatically_derived]
        impl #private::DeclaredAs<#private::#mode> for #ty {}
    }
}

/// `#[paseto_public]`, for the audit.
pub(crate) fn public(
    root: &Path,
    vis: &Visibility,
    handler: &Ident,
    reason: &syn::LitStr,
) -> TokenStream {
    let (private, name, allow) = (spec::private(root), name_for(handler), lints());
    let site = handler.unraw().to_string();
    quote! {
        #[doc(hidden)]
        #allow
        #vis struct #name;
        #[automatically_derived]
        impl #private::Policy for #name {
            type Claims = #private::AnyClaims;
            const SPEC: #private::PolicySpec =
                #private::PolicySpec::public(#private::site!(#site), #reason);
        }
        #private::declare!(<#name as #private::Policy>::SPEC);
    }
}
