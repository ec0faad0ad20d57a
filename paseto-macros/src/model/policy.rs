//! What a guard demands, all rules checked.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::{Expr, Lit, LitStr, Path, Type};

use super::assertion::Assertion;
use super::mode::Mode;
use super::source::{self, Route, Source};
use super::uses::Uses;
use super::{cookie, duration, placement, root, text};
use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};
use crate::parse::guard_args::GuardArgs;
use crate::parse::kind::KindArg;
use crate::parse::source::SourceArg;

/// A policy that makes sense: nothing left to check.
pub(crate) struct Policy {
    pub(crate) root: Path,
    pub(crate) mode: Mode,
    pub(crate) freshness: Freshness,
    pub(crate) kind: Kind,
    pub(crate) assertion: Option<Assertion>,
    pub(crate) claims: Option<Type>,
    pub(crate) scopes: Scopes,
    pub(crate) require: Option<Expr>,
    pub(crate) sources: Option<Vec<Source>>,
    pub(crate) audience: Option<LitStr>,
    pub(crate) issuer: Option<LitStr>,
    /// `Local` or `Public`.
    pub(crate) purpose: Option<Ident>,
    pub(crate) profile: Option<LitStr>,
    pub(crate) base64: bool,
    pub(crate) skip_revocation: bool,
    pub(crate) skip_csrf: bool,
    pub(crate) uses: Uses,
    pub(crate) lenient: bool,
    pub(crate) websocket: bool,
}

/// `fresh`, `fresh = "15m"`.
pub(crate) enum Freshness {
    Any,
    Fresh,
    WithinSecs(u64),
}

/// `kind = any`, `kind = "email-verify"`; else the attribute's own.
pub(crate) enum Kind {
    Own,
    Any,
    Custom(LitStr),
}

/// `scopes(…)`, `any_scope(…)`.
pub(crate) enum Scopes {
    None,
    All(Vec<LitStr>),
    One(Vec<LitStr>),
}

impl Policy {
    /// Checks every rule; what `mode` itself forbids is reported by [`placement`].
    pub(crate) fn lower(mode: Mode, args: GuardArgs, route: Route, diag: &mut Diagnostics) -> Self {
        placement::check(mode, &args.keys, diag);
        let kind = kind(mode, args.kind, diag);
        let uses = Uses::lower(mode, args.rotate, args.single_use, &kind, diag);
        let skip_revocation = args.skip_revocation.once(diag);
        uses.refuse_unasked(skip_revocation.as_ref(), diag);
        let places = args.from.first().map(Vec::as_slice);
        uses.refuse_in_url(places.unwrap_or_default(), diag);
        cookie::refuse_unnamed(&kind, places.unwrap_or_default(), diag);
        let websocket = is_websocket(route, places);
        let skip_csrf = cookie::skip_csrf(args.skip_csrf, places, websocket, diag);
        Self {
            root: root::lower(args.root, diag),
            mode,
            freshness: freshness(mode, args.fresh, &kind, diag),
            assertion: Assertion::lower(args.assertion, diag),
            claims: args.claims.once(diag).map(|claims| claims.value),
            scopes: scopes(args.scopes, args.any_scope, diag),
            require: requirement(args.require, diag),
            audience: text::once(args.audience, diag),
            issuer: text::once(args.issuer, diag),
            purpose: args.purpose.once(diag).map(|purpose| variant(&purpose.value)),
            profile: text::once(args.profile, diag),
            base64: args.base64.once(diag).is_some(),
            skip_revocation: skip_revocation.is_some(),
            skip_csrf,
            uses,
            lenient: args.lenient.once(diag).is_some(),
            websocket,
            sources: source::lower(args.from, route, diag),
            kind,
        }
    }
}

fn kind(mode: Mode, given: Given<KindArg>, diag: &mut Diagnostics) -> Kind {
    let name = match given.once(diag) {
        None => return Kind::Own,
        Some(Arg { value: KindArg::Any, .. }) => return Kind::Any,
        Some(Arg { value: KindArg::Custom(name), .. }) => name,
    };
    let refused = match name.value().as_str() {
        // Here the argument as such is refused already.
        _ if mode == Mode::Refresh => None,
        "access" => Some("an access token is what is asked for anyway: leave `kind` out"),
        "refresh" => Some("for refresh tokens use `#[refresh_required]`"),
        _ => {
            let words = "the kind is empty: name one, such as `kind = \"email-verify\"`";
            text::not_empty(&name, words, diag);
            return Kind::Custom(name);
        }
    };
    if let Some(words) = refused {
        diag.say(name.span(), words);
    }
    Kind::Own
}

fn freshness(
    mode: Mode,
    given: Given<Option<LitStr>>,
    kind: &Kind,
    diag: &mut Diagnostics,
) -> Freshness {
    let Some(Arg { key, value: within }) = given.once(diag) else { return Freshness::Any };
    if mode == Mode::Required {
        refuse_fresh(&key, kind, diag);
    }
    let Some(text) = within else { return Freshness::Fresh };
    diag.take(duration::seconds(&text)).map_or(Freshness::Fresh, Freshness::WithinSecs)
}

fn refuse_fresh(key: &Ident, kind: &Kind, diag: &mut Diagnostics) {
    match kind {
        Kind::Own => {}
        Kind::Any => diag.say(
            key.span(),
            "`kind = any` lets refresh tokens in, and those are never fresh: drop one of the two",
        ),
        Kind::Custom(_) => diag.say(
            key.span(),
            "a token of a custom kind is never fresh: drop `fresh`, or `kind` to ask for an access token",
        ),
    }
}

fn scopes(all: Given<Vec<LitStr>>, any: Given<Vec<LitStr>>, diag: &mut Diagnostics) -> Scopes {
    let (all, any) = (all.once(diag), any.once(diag));
    for given in all.iter().chain(&any) {
        text::scopes(given, diag);
    }
    match (all, any) {
        (None, None) => Scopes::None,
        (Some(all), None) => Scopes::All(all.value),
        (None, Some(any)) => Scopes::One(any.value),
        (Some(all), Some(any)) => {
            let words = "`scopes` and `any_scope` exclude each other: keep one of them, \
                         and put what it cannot say into `require = …`";
            diag.say(any.key.span(), words);
            Scopes::All(all.value)
        }
    }
}

/// Two slips that the compiler would explain in words about our generated function.
fn requirement(given: Given<Expr>, diag: &mut Diagnostics) -> Option<Expr> {
    let condition = given.once(diag)?.value;
    if let Expr::Assign(assign) = &condition {
        diag.say(assign.eq_token.span(), "this assigns: compare with `==`");
    }
    if let Expr::Lit(literal) = &condition
        && !matches!(literal.lit, Lit::Bool(_))
    {
        let words = "`require` takes a condition: write one over `claims`, `token` or `req`";
        diag.say(literal.span(), words);
    }
    Some(condition)
}

fn variant(purpose: &Ident) -> Ident {
    let name = if purpose == "local" { "Local" } else { "Public" };
    Ident::new(name, Span::call_site())
}

/// A policy that names `subprotocol` can only be meant for WebSockets.
fn is_websocket(route: Route, places: Option<&[SourceArg]>) -> bool {
    let mut all = places.unwrap_or_default().iter();
    route == Route::WebSocket || all.any(|place| place.word == "subprotocol")
}
