//! The other attributes on a handler: which are inert, which are ours, which make it a route.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Meta, Path, Token};

use crate::diag::Diagnostics;

/// Ours, `paseto_guarded` apart: that one stands on modules.
const GUARDS: [&str; 4] =
    ["paseto_required", "refresh_required", "paseto_optional", "paseto_public"];

/// Attributes that cannot take a function apart. `cfg_attr` can hide one that does.
const INERT: [&str; 16] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "ignore",
    "inline",
    "must_use",
    "should_panic",
    "target_feature",
    "track_caller",
    "warn",
];

/// Attributes of tools, which no macro hears of.
const TOOLS: [&str; 4] = ["clippy", "diagnostic", "rust_analyzer", "rustfmt"];

/// Attribute macros of others that are known not to register what they stand on.
const HARMLESS: [&str; 3] = ["instrument", "path", "test"];

/// What makes a function a route, in actix-web.
const ROUTES: [&str; 12] = [
    "connect", "delete", "get", "head", "options", "patch", "post", "put", "query", "route",
    "routes", "trace",
];

/// Whether another macro may still rebuild the function.
pub(crate) fn may_rebuild(attrs: &[Attribute]) -> bool {
    !attrs.iter().all(is_inert)
}

fn is_inert(attr: &Attribute) -> bool {
    is_inert_path(attr.path())
}

fn is_inert_path(path: &Path) -> bool {
    let tool =
        path.segments.len() > 1 && path.segments.first().is_some_and(|tool| is(tool, &TOOLS));
    tool || INERT.iter().any(|name| path.is_ident(name))
}

/// Whether the attribute is one of ours, however it was imported.
pub(crate) fn is_guard(attr: &Attribute) -> bool {
    ends_in(attr.path(), &GUARDS)
}

/// Whether it lets anyone in, so that there is nothing to protect.
pub(crate) fn is_public(attr: &Attribute) -> bool {
    ends_in(attr.path(), &["paseto_public"])
}

/// Whether the module looks after itself.
pub(crate) fn is_guarded_module(attr: &Attribute) -> bool {
    ends_in(attr.path(), &["paseto_guarded"])
}

/// Whether the attribute makes a route, also where it does so under a condition.
pub(crate) fn is_route(attr: &Attribute) -> bool {
    paths(&attr.meta).iter().any(|path| ends_in(path, &ROUTES))
}

/// Whether the attribute may make a route under a name of which nothing is known.
pub(crate) fn is_unknown(attr: &Attribute) -> bool {
    let known = |path: &Path| is_inert_path(path) || ends_in(path, &HARMLESS);
    !paths(&attr.meta).iter().all(known)
}

/// Whether one of ours stands there under a condition.
pub(crate) fn is_conditional_guard(attr: &Attribute) -> bool {
    let hidden = |path: &Path| ends_in(path, &GUARDS) || ends_in(path, &["paseto_guarded"]);
    attr.path().is_ident("cfg_attr") && paths(&attr.meta).iter().any(hidden)
}

/// Whether this function is the program's beginning rather than a handler.
pub(crate) fn starts_program(attr: &Attribute) -> bool {
    ends_in(attr.path(), &["main"])
}

/// Two guards would not add up: the handler has one parameter, and the policy one name.
pub(crate) fn refuse_second_guard(attrs: &[Attribute], diag: &mut Diagnostics) {
    for attr in attrs.iter().filter(|attr| is_guard(attr)) {
        let words =
            "a guard is given twice: keep one of the attributes, with the arguments of both";
        diag.say(attr.path().span(), words);
    }
}

/// The attribute's path, or those that `cfg_attr(condition, …)` puts in its place.
fn paths(meta: &Meta) -> Vec<Path> {
    let Meta::List(list) = meta else { return vec![meta.path().clone()] };
    if !list.path.is_ident("cfg_attr") {
        return vec![list.path.clone()];
    }
    let all = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    all.map(|all| all.iter().skip(1).flat_map(paths).collect()).unwrap_or_default()
}

fn ends_in(path: &Path, names: &[&str]) -> bool {
    path.segments.last().is_some_and(|segment| is(segment, names))
}

fn is(segment: &syn::PathSegment, names: &[&str]) -> bool {
    names.iter().any(|name| segment.ident == name)
}
