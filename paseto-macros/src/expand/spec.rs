//! A policy as data: the chain of calls that builds its `PolicySpec`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{LitStr, Path};

use crate::model::assertion::Assertion;
use crate::model::mode::Mode;
use crate::model::policy::{Freshness, Kind, Policy, Scopes};
use crate::model::source::{Named, Source};
use crate::model::uses::Uses;

/// `PolicySpec::required(site).fresh()…`
pub(crate) fn expand(policy: &Policy, site: &str) -> TokenStream {
    let private = private(&policy.root);
    let start = match policy.mode {
        Mode::Required => quote!(required),
        Mode::Refresh => quote!(refresh),
        Mode::Optional => quote!(optional),
    };
    let calls = [
        freshness(&policy.freshness),
        kind(&policy.kind),
        uses(policy.uses),
        assertion(policy, &private),
        scopes(&policy.scopes),
        from(policy, &private),
        texts(policy),
        words(policy, &private),
    ];
    quote! { #private::PolicySpec::#start(#private::site!(#site)) #(#calls)* }
}

pub(crate) fn private(root: &Path) -> TokenStream {
    quote!(#root::__private)
}

fn freshness(freshness: &Freshness) -> TokenStream {
    match freshness {
        Freshness::Any => TokenStream::new(),
        Freshness::Fresh => quote!(.fresh()),
        Freshness::WithinSecs(seconds) => quote!(.fresh_within_secs(#seconds)),
    }
}

fn kind(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Own => TokenStream::new(),
        Kind::Any => quote!(.any_kind()),
        Kind::Custom(name) => quote!(.kind(#name)),
    }
}

fn uses(uses: Uses) -> TokenStream {
    match uses {
        Uses::Many => TokenStream::new(),
        Uses::Once => quote!(.single_use()),
        Uses::Rotation => quote!(.rotate()),
    }
}

fn assertion(policy: &Policy, private: &TokenStream) -> TokenStream {
    let Some(assertion) = &policy.assertion else { return TokenStream::new() };
    let source = match assertion {
        Assertion::Constant(_) => quote!(Constant),
        Assertion::Path(name) => quote!(Path(#name)),
        Assertion::Header(name) => quote!(Header(#name)),
        Assertion::Function(_) => quote!(Function),
    };
    quote!(.assertion(#private::AssertionSource::#source))
}

fn scopes(scopes: &Scopes) -> TokenStream {
    match scopes {
        Scopes::None => TokenStream::new(),
        Scopes::All(all) => quote!(.scopes(&[#(#all),*])),
        Scopes::One(any) => quote!(.any_scope(&[#(#any),*])),
    }
}

fn from(policy: &Policy, private: &TokenStream) -> TokenStream {
    let Some(sources) = &policy.sources else { return TokenStream::new() };
    let sources = sources.iter().map(|place| source(place, private));
    quote!(.from(&[#(#sources),*]))
}

fn source(source: &Source, private: &TokenStream) -> TokenStream {
    let place = match source {
        Source::Header(None) => quote!(Header),
        Source::Header(Some(name)) => named(&quote!(NamedHeader), name),
        Source::Cookie(None) => quote!(Cookie),
        Source::Cookie(Some(name)) => quote!(NamedCookie { name: #name }),
        Source::Query(None) => quote!(Query),
        Source::Query(Some(name)) => named(&quote!(NamedQuery), name),
        Source::Json(None) => quote!(Json),
        Source::Json(Some(name)) => named(&quote!(NamedJson), name),
        Source::Subprotocol => quote!(Subprotocol),
        Source::Function(_) => quote!(Function),
    };
    quote!(#private::Source::#place)
}

fn named(variant: &TokenStream, Named { name, scheme }: &Named) -> TokenStream {
    let scheme = optional(scheme.as_ref());
    quote!(#variant { name: #name, scheme: #scheme })
}

/// `Option` as the user's scope cannot mean it otherwise.
pub(crate) fn optional(text: Option<&LitStr>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

fn texts(policy: &Policy) -> TokenStream {
    let audience = policy.audience.iter();
    let issuer = policy.issuer.iter();
    let profile = policy.profile.iter();
    quote! { #(.audience(#audience))* #(.issuer(#issuer))* #(.profile(#profile))* }
}

fn words(policy: &Policy, private: &TokenStream) -> TokenStream {
    let purpose = policy.purpose.iter();
    let flags = [
        (policy.base64, quote!(.base64())),
        (policy.skip_revocation, quote!(.skip_revocation())),
        (policy.skip_csrf, quote!(.skip_csrf())),
        (policy.lenient, quote!(.lenient())),
        (policy.require.is_some(), quote!(.requirement())),
        (policy.websocket, quote!(.websocket())),
    ];
    let flags = flags.into_iter().filter_map(|(given, call)| given.then_some(call));
    quote! { #(.purpose(#private::Purpose::#purpose))* #(#flags)* }
}
