//! A policy as a type: the struct, and what the runtime asks of it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Expr, Path, Type, Visibility};

use super::located::located;
use super::spec;
use crate::model::assertion::Assertion;
use crate::model::mode::Mode;
use crate::model::named::NamedPolicy;
use crate::model::policy::Policy;
use crate::model::source::Source;

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
    let claims = claims(policy.claims.as_ref(), &private);
    let assertion = assertion(policy, &private);
    let token = policy.sources.iter().flatten().find_map(function);
    let token = token.map(|function| from_request("token_from", function, &private));
    let requirement = policy.require.as_ref().map(|require| requirement(require, &private));
    let promises = promises(policy, ty);
    let evaluated = evaluated(policy, ty, &private);
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
    }
}

fn claims(claims: Option<&Type>, private: &TokenStream) -> TokenStream {
    let Some(ty) = claims else { return quote!(#private::AnyClaims) };
    let private = located(private.clone(), ty.span());
    quote_spanned!(ty.span()=> #private::Exactly<#ty>)
}

fn function(source: &Source) -> Option<&Expr> {
    match source {
        Source::Function(function) => Some(function),
        Source::Header(_) | Source::Query(_) | Source::Json(_) | Source::Subprotocol => None,
    }
}

fn assertion(policy: &Policy, private: &TokenStream) -> Option<TokenStream> {
    match policy.assertion.as_ref()? {
        Assertion::Constant(value) => Some(quote! {
            const ASSERTION: &'static [::core::primitive::u8] = #private::ConstBytes(#value).bytes();
        }),
        Assertion::Function(function) => Some(from_request("assertion_from", function, private)),
        Assertion::Path(_) | Assertion::Header(_) => None,
    }
}

/// A constant in an `impl` is looked at when it is used, and `cargo check` uses none.
fn evaluated(policy: &Policy, ty: &TokenStream, private: &TokenStream) -> Option<TokenStream> {
    let Some(Assertion::Constant(_)) = &policy.assertion else { return None };
    Some(quote! {
        const _: &'static [::core::primitive::u8] = <#ty as #private::Policy>::ASSERTION;
    })
}

/// A function of the application that looks something up in the request.
fn from_request(name: &str, function: &Expr, private: &TokenStream) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote! {
        #[allow(unused_parens, clippy::all, clippy::pedantic)]
        fn #name(
            __req: &#private::HttpRequest,
        ) -> ::core::option::Option<::std::vec::Vec<::core::primitive::u8>> {
            #private::owned_bytes((#function)(__req))
        }
    }
}

/// The three names are bound where the user's condition sees them. The functions come first because
/// a handler called `req` leaves a unit struct of that name, and a pattern would match on it.
fn requirement(require: &Expr, private: &TokenStream) -> TokenStream {
    let [claims, token, req] = ["claims", "token", "req"].map(|name| seen_by(require, name));
    let require = quote_spanned!(require.span()=> (#require));
    quote! {
        #[allow(dead_code, unused_variables, unused_parens, clippy::all, clippy::pedantic)]
        fn requirement(
            __claims: &<Self::Claims as #private::ClaimsOf>::Set,
            __token: &#private::Token,
            __req: &#private::HttpRequest,
        ) -> ::core::primitive::bool {
            fn #claims() {}
            fn #token() {}
            fn #req() {}
            let #claims = __claims;
            let #token = __token;
            let #req = __req;
            #require
        }
    }
}

/// The name as the condition spells it: a macro may have written the attribute, its caller the rest.
fn seen_by(require: &Expr, name: &str) -> Ident {
    let here = Span::call_site();
    let found = find(require.to_token_stream(), name);
    Ident::new(name, found.map_or(here, |found| here.resolved_at(found)))
}

fn find(tokens: TokenStream, name: &str) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => (word == name).then(|| word.span()),
        TokenTree::Group(group) => find(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
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
