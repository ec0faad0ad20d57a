//! Which argument belongs on which attribute, and what to write instead where it does not.

use proc_macro2::Ident;

use super::mode::Mode;
use crate::diag::Diagnostics;

/// Reports every argument that has no meaning under this attribute.
pub(crate) fn check(mode: Mode, keys: &[Ident], diag: &mut Diagnostics) {
    for key in keys {
        if let Some(words) = misplaced(mode, &key.to_string()) {
            diag.say(key.span(), words);
        }
    }
}

/// `policy = …` says everything: whatever stands beside it would be said twice, or contradict it.
pub(crate) fn beside_policy(keys: &[Ident], diag: &mut Diagnostics) {
    for key in keys.iter().filter(|key| *key != "policy" && *key != "crate") {
        let words = format!(
            "`policy = …` already says it all: move `{key}` into the `policy!` that declares it"
        );
        diag.say(key.span(), words);
    }
}

/// In `policy!`, where there is no other policy to name.
pub(crate) fn in_declaration(keys: &[Ident], diag: &mut Diagnostics) {
    for key in keys.iter().filter(|key| *key == "policy") {
        let words = "a policy cannot be made of another: write its arguments out";
        diag.say(key.span(), words);
    }
}

/// On `#[paseto_public]`, which checks nothing.
pub(crate) fn on_public(keys: &[Ident], diag: &mut Diagnostics) {
    for key in keys.iter().filter(|key| *key != "reason" && *key != "crate") {
        let words = format!(
            "`#[paseto_public]` lets anyone in, so `{key}` would do nothing: it takes `reason` alone"
        );
        diag.say(key.span(), words);
    }
}

/// Why the argument cannot stand here.
pub(crate) fn misplaced(mode: Mode, key: &str) -> Option<&'static str> {
    match mode {
        Mode::Required => on_required(key),
        Mode::Refresh => on_refresh(key),
        Mode::Optional => on_optional(key),
    }
}

fn on_required(key: &str) -> Option<&'static str> {
    Some(match key {
        "rotate" => "only refresh tokens rotate: use `#[refresh_required(rotate)]`",
        "lenient" => {
            "`lenient` would let bad tokens in here: it belongs on `#[paseto_optional(lenient)]`"
        }
        "reason" => "`reason` belongs on `#[paseto_public(reason = \"…\")]`",
        _ => return None,
    })
}

fn on_refresh(key: &str) -> Option<&'static str> {
    Some(match key {
        "fresh" => "a refresh token is never fresh: use `#[paseto_required(fresh)]`",
        "kind" => {
            "`#[refresh_required]` takes refresh tokens alone: \
             for another kind use `#[paseto_required(kind = …)]`"
        }
        "single_use" => {
            "`single_use` is for custom kinds: a refresh token that is used up is `rotate`"
        }
        "scopes" | "any_scope" => {
            "a refresh token only buys access tokens: demand scopes with `#[paseto_required]`, \
             on the routes that need them"
        }
        "require" => {
            "a refresh token only buys access tokens: put the condition on `#[paseto_required]`, \
             on the routes that need it"
        }
        "skip_revocation" => {
            "a refresh token is always looked up in the revocation store: leave this out"
        }
        "lenient" => {
            "`lenient` would let bad tokens in here: it belongs on `#[paseto_optional(lenient)]`"
        }
        "reason" => "`reason` belongs on `#[paseto_public(reason = \"…\")]`",
        _ => return None,
    })
}

fn on_optional(key: &str) -> Option<&'static str> {
    Some(match key {
        "fresh" => {
            "`fresh` asks for a login, and `#[paseto_optional]` for none: \
             use `#[paseto_required(fresh)]`"
        }
        "rotate" => "only refresh tokens rotate: use `#[refresh_required(rotate)]`",
        "single_use" => {
            "`single_use` belongs on `#[paseto_required]`: nothing is used up where no token is needed"
        }
        "skip_revocation" => {
            "`skip_revocation` belongs on `#[paseto_required]`: \
             an optional token is looked up like any other"
        }
        "reason" => "`reason` belongs on `#[paseto_public(reason = \"…\")]`",
        _ => return None,
    })
}
