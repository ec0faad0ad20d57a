//! What a handler's parameters tell: its extractors, its claims, whether it is a WebSocket.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Pat, PatType, PathArguments, PathSegment,
    Signature, Type, TypeImplTrait,
};

use super::source::Route;
use crate::diag::Diagnostics;

/// A parameter. No receiver can be in here.
pub(crate) struct Param {
    /// Lint levels: they move to where the pattern is bound.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    /// `impl Trait` cannot be named, so nothing can be checked of it.
    pub(crate) opaque: bool,
}

/// Takes the parameters apart; `#[cfg]` on one is refused.
pub(crate) fn lower(sig: &Signature, diag: &mut Diagnostics) -> Vec<Param> {
    typed(sig)
        .map(|param| {
            refuse_cfg(&param.attrs, diag);
            refuse_opaque_claims(&param.ty, diag);
            Param {
                attrs: param.attrs.clone(),
                pat: (*param.pat).clone(),
                opaque: Opaque::is_in(&param.ty),
                ty: (*param.ty).clone(),
            }
        })
        .collect()
}

/// The parameters without the receiver.
pub(crate) fn typed(sig: &Signature) -> impl Iterator<Item = &PatType> {
    sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(param) => Some(param),
        FnArg::Receiver(_) => None,
    })
}

/// The tuple of types and the pattern would disagree.
fn refuse_cfg(attrs: &[Attribute], diag: &mut Diagnostics) {
    for attr in attrs.iter().filter(|attr| is_cfg(attr)) {
        let words = "a parameter of a guarded handler cannot depend on `#[cfg]`: \
                     put the `#[cfg]` on two handlers instead";
        diag.say(attr.path().span(), words);
    }
}

/// The policy could not name them, so it could not read them before the parameters are made.
fn refuse_opaque_claims(ty: &Type, diag: &mut Diagnostics) {
    if let Some(claims) = claims_of(ty).filter(|claims| Opaque::is_in(claims)) {
        let words =
            "the guard verifies claims of a type it can name: write that type, not `impl …`";
        diag.say(claims.span(), words);
    }
}

fn is_cfg(attr: &Attribute) -> bool {
    attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr")
}

/// Whether a parameter is a `WebSocket`.
pub(crate) fn route(sig: &Signature) -> Route {
    let last =
        |param: &PatType| last_segment(&param.ty).map(|segment| segment.ident == "WebSocket");
    if typed(sig).filter_map(last).any(|is| is) { Route::WebSocket } else { Route::Plain }
}

/// The `T` of the `Claims<T>` parameters, if they agree on one that can be named beside the handler.
pub(crate) fn inferred_claims(sig: &Signature, params: &[Param]) -> Option<Type> {
    let mut all = params.iter().filter_map(|param| claims_of(&param.ty));
    let first = all.next()?;
    let text = first.to_token_stream().to_string();
    let one = all.all(|other| other.to_token_stream().to_string() == text);
    (one && is_nameable(first, sig)).then(|| first.clone())
}

fn claims_of(ty: &Type) -> Option<&Type> {
    last_segment(unwrapped(ty)).filter(|segment| segment.ident == "Claims").and_then(only_argument)
}

/// The last segment of a path: types are known by it, however they were imported.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    if let Type::Path(path) = ty {
        path.path.segments.last()
    } else if let Type::Group(group) = ty {
        last_segment(&group.elem)
    } else if let Type::Paren(paren) = ty {
        last_segment(&paren.elem)
    } else {
        None
    }
}

/// The `T` of `Option<T>`, else the type itself.
pub(crate) fn unwrapped(ty: &Type) -> &Type {
    let option = last_segment(ty).filter(|segment| segment.ident == "Option");
    option.and_then(only_argument).unwrap_or(ty)
}

fn only_argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(args) = &segment.arguments else { return None };
    let mut args = args.args.iter();
    match (args.next(), args.next()) {
        (Some(GenericArgument::Type(ty)), None) => Some(ty),
        _ => None,
    }
}

/// Whether `ty` means the same outside of the handler: none of its generics, nothing left open.
fn is_nameable(ty: &Type, sig: &Signature) -> bool {
    let mut taken: BTreeSet<String> = sig.generics.params.iter().map(generic_name).collect();
    taken.extend(["_", "Self", "impl"].map(str::to_owned));
    let mut words = BTreeSet::new();
    collect_words(ty.to_token_stream(), &mut words);
    words.is_disjoint(&taken)
}

fn generic_name(param: &GenericParam) -> String {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.ident.to_string(),
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
    }
}

fn collect_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Ident(word) => drop(words.insert(word.to_string())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Looks for `impl Trait` at any depth.
struct Opaque(bool);

impl Opaque {
    fn is_in(ty: &Type) -> bool {
        let mut search = Self(false);
        search.visit_type(ty);
        search.0
    }
}

impl<'ast> Visit<'ast> for Opaque {
    fn visit_type_impl_trait(&mut self, found: &'ast TypeImplTrait) {
        self.0 = true;
        visit::visit_type_impl_trait(self, found);
    }
}
