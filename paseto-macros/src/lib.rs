//! The macros of `actix-paseto`. Users depend on that crate, never on this one.
//!
//! Imports point left: `diag` ← `parse` ← `model` ← `expand`.

mod diag;
mod expand;
mod model;
mod parse;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;

use crate::diag::Diagnostics;
use crate::model::claims::ClaimSet;
use crate::model::guard::Guard;
use crate::model::mode::Mode;
use crate::model::module::GuardedModule;
use crate::model::public::PublicRoute;
use crate::model::{Handler, named, root, siblings};
use crate::parse::guard_args::GuardArgs;
use crate::parse::marker;

/// Lets in a live access token.
#[proc_macro_attribute]
pub fn paseto_required(args: TokenStream, item: TokenStream) -> TokenStream {
    or_fallback(item, |item| guard(Mode::Required, args.into(), item))
}

/// Lets in a live refresh token.
#[proc_macro_attribute]
pub fn refresh_required(args: TokenStream, item: TokenStream) -> TokenStream {
    or_fallback(item, |item| guard(Mode::Refresh, args.into(), item))
}

/// Lets in no token, or a live access token.
#[proc_macro_attribute]
pub fn paseto_optional(args: TokenStream, item: TokenStream) -> TokenStream {
    or_fallback(item, |item| guard(Mode::Optional, args.into(), item))
}

/// Lets in anyone, and says why.
#[proc_macro_attribute]
pub fn paseto_public(args: TokenStream, item: TokenStream) -> TokenStream {
    or_fallback(item, |item| public(args.into(), item))
}

/// Puts `#[paseto_required]` on every route of a module that has no guard of its own.
#[proc_macro_attribute]
pub fn paseto_guarded(args: TokenStream, item: TokenStream) -> TokenStream {
    or_fallback(item, |item| guarded(args.into(), item))
}

/// Declares named policies.
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    or_fallback(TokenStream::new(), |_| {
        let all = named::lower(syn::parse(input)?)?;
        Ok(all.iter().map(expand::policy::named).collect())
    })
}

/// Makes a struct a set of custom claims.
#[proc_macro_derive(Claims, attributes(claim, serde))]
pub fn claims(input: TokenStream) -> TokenStream {
    or_fallback(TokenStream::new(), |_| {
        ClaimSet::lower(syn::parse(input)?).map(|set| expand::claims::expand(&set))
    })
}

fn guard(mode: Mode, args: Tokens, item: Tokens) -> syn::Result<Tokens> {
    let (raw, sunk) = marker::split(args);
    let handler = handler(item)?;
    let args: GuardArgs = syn::parse2(raw.clone())?;
    if !sunk && siblings::may_rebuild(&handler.attrs) {
        let root = root::peek(&args);
        return Ok(expand::sink::expand(&mode.attribute(), &raw, &root, handler));
    }
    Guard::lower(mode, args, handler).map(|guard| expand::guard::expand(guard, sunk))
}

fn public(args: Tokens, item: Tokens) -> syn::Result<Tokens> {
    let handler = handler(item)?;
    PublicRoute::lower(syn::parse2(args)?, handler).map(|route| expand::public::expand(&route))
}

fn guarded(args: Tokens, item: Tokens) -> syn::Result<Tokens> {
    let (raw, _) = marker::split(args);
    let module = syn::parse2(item)?;
    GuardedModule::lower(syn::parse2(raw.clone())?, raw, module).map(expand::module::expand)
}

/// The handler, on which ours is the only guard.
fn handler(item: Tokens) -> syn::Result<Handler> {
    let handler: Handler = syn::parse2(item)?;
    let mut diag = Diagnostics::default();
    siblings::refuse_second_guard(&handler.attrs, &mut diag);
    diag.finish(handler)
}

fn or_fallback(item: TokenStream, run: impl FnOnce(Tokens) -> syn::Result<Tokens>) -> TokenStream {
    let item = Tokens::from(item);
    let done = run(item.clone());
    let tokens = done.unwrap_or_else(|error| expand::fallback::expand(item, &error));
    show(&tokens);
    tokens.into()
}

/// `PASETO_MACROS_DEBUG=1` prints what is generated.
fn show(tokens: &Tokens) {
    if std::env::var_os("PASETO_MACROS_DEBUG").is_some_and(|value| value == "1") {
        eprintln!("{tokens}");
    }
}
