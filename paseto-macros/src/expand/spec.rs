//! A policy as data: the chain of calls that builds its `PolicySpec`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{LitStr, Path};

use crate::model::assertion::Assertion;
use crate::model::policy::{Freshness, Kind, Policy, Scopes};
use crate::model::source::{Named, Source};
use crate::model::uses::Uses;

/// `.fresh().scopes(…)`: what differs from the attribute alone.
pub(crate) fn calls(policy: &Policy) -> TokenStream {
    let private = private(&policy.root);
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
    calls.into_iter().collect()
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
    let audience = policy.audience.iter().map(|audience| quote!(.audience(#audience)));
    let issuer = policy.issuer.iter().map(|issuer| quote!(.issuer(#issuer)));
    let profile = policy.profile.iter().map(|profile| quote!(.profile(#profile)));
    audience.chain(issuer).chain(profile).collect()
}

fn words(policy: &Policy, private: &TokenStream) -> TokenStream {
    let purpose = policy.purpose.iter();
    let purpose = purpose.map(|purpose| quote!(.purpose(#private::Purpose::#purpose)));
    let flags = [
        (policy.base64, "base64"),
        (policy.skip_revocation, "skip_revocation"),
        (policy.skip_csrf, "skip_csrf"),
        (policy.lenient, "lenient"),
        (policy.require.is_some(), "requirement"),
        (policy.websocket, "websocket"),
    ];
    let flags = flags.into_iter().filter(|(given, _)| *given).map(|(_, name)| {
        let name = Ident::new(name, Span::call_site());
        quote!(.#name())
    });
    purpose.chain(flags).collect()
}
