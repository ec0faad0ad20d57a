//! What a policy says in code: its claims, its constants, its functions.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Expr, Path, Type};

use super::located::located;
use super::spec::private;
use crate::model::assertion::Assertion;
use crate::model::policy::Policy;
use crate::model::source::Source;

pub(super) fn claims(claims: Option<&Type>, root: &Path) -> Option<TokenStream> {
    let ty = claims?;
    let private = located(private(root), ty.span());
    let claims = quote_spanned!(ty.span()=> #private::Exactly<#ty>);
    Some(quote!(type Claims = #claims;))
}

/// `from(with(FN))`.
pub(super) fn token(policy: &Policy, private: &TokenStream) -> Option<TokenStream> {
    let function = policy.sources.iter().flatten().find_map(function)?;
    Some(from_request("token_from", function, private))
}

fn function(source: &Source) -> Option<&Expr> {
    match source {
        Source::Function(function) => Some(function),
        Source::Header(_)
        | Source::Cookie(_)
        | Source::Query(_)
        | Source::Json(_)
        | Source::Subprotocol => None,
    }
}

pub(super) fn assertion(policy: &Policy, private: &TokenStream) -> Option<TokenStream> {
    match policy.assertion.as_ref()? {
        Assertion::Constant(value) => {
            let private = located(private.clone(), value.span());
            Some(quote_spanned! {value.span()=>
                const ASSERTION: &'static [::core::primitive::u8] =
                    #private::ConstBytes(#value).bytes();
            })
        }
        Assertion::Function(function) => Some(from_request("assertion_from", function, private)),
        Assertion::Path(_) | Assertion::Header(_) => None,
    }
}

/// A constant in an `impl` is looked at when it is used, and `cargo check` uses none.
pub(super) fn evaluated(
    policy: &Policy,
    ty: &TokenStream,
    private: &TokenStream,
) -> Option<TokenStream> {
    let Some(Assertion::Constant(value)) = &policy.assertion else { return None };
    let span = value.span();
    let (ty, private) = (located(ty.clone(), span), located(private.clone(), span));
    Some(quote_spanned! {span=>
        const _: &[::core::primitive::u8] = <#ty as #private::Policy>::ASSERTION;
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

/// The names are bound where the user's condition sees them, those that it can mean: each takes the
/// compiler longer than the condition. The functions come first because a handler called `req` leaves
/// a unit struct of that name, and a pattern would match on it.
pub(super) fn requirement(policy: &Policy, private: &TokenStream) -> Option<TokenStream> {
    let require = policy.require.as_ref()?;
    let (names, given): (Vec<_>, Vec<_>) = bound(require).into_iter().unzip();
    let require = quote_spanned!(require.span()=> (#require));
    Some(quote! {
        #[allow(dead_code, unused_variables, unused_parens, clippy::all, clippy::pedantic)]
        fn requirement(
            __claims: &<Self::Claims as #private::ClaimsOf>::Set,
            __token: &#private::Token,
            __req: &#private::HttpRequest,
        ) -> ::core::primitive::bool {
            #(fn #names() {})*
            #(let #names = #given;)*
            #require
        }
    })
}

/// What the condition calls it, and what it is. A macro in it may mean any of them: `{token}` in the
/// text of a `format!` is no word of its own.
fn bound(require: &Expr) -> Vec<(Ident, Ident)> {
    let tokens = require.to_token_stream();
    let all = has_macro(tokens.clone());
    let one = |name: &str| {
        let found = find(tokens.clone(), name);
        let given = Ident::new(&format!("__{name}"), Span::call_site());
        let seen = seen_at(name, found.unwrap_or_else(|| require.span()));
        (all || found.is_some()).then_some((seen, given))
    };
    ["claims", "token", "req"].into_iter().filter_map(one).collect()
}

/// As the condition spells it: a macro may have written the attribute, its caller the rest.
fn seen_at(name: &str, there: Span) -> Ident {
    Ident::new(name, Span::call_site().resolved_at(there))
}

/// Whether one could be called; a `!` that negates counts, too.
fn has_macro(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(sign) => sign.as_char() == '!' && sign.spacing() == Spacing::Alone,
        TokenTree::Group(group) => has_macro(group.stream()),
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

fn find(tokens: TokenStream, name: &str) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => (word.unraw() == name).then(|| word.span()),
        TokenTree::Group(group) => find(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}
