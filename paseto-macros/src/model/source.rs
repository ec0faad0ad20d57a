//! The places where the token is looked for, in their order.

use proc_macro2::Ident;
use syn::{Expr, LitStr};

use super::{cookie, text};
use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};
use crate::parse::source::SourceArg;

/// A place; what has no name is as configured.
pub(crate) enum Source {
    Header(Option<Named>),
    Cookie(Option<LitStr>),
    Query(Option<Named>),
    Json(Option<Named>),
    Subprotocol,
    Function(Expr),
}

/// `("X-Token", scheme = "Token")`
pub(crate) struct Named {
    pub(crate) name: LitStr,
    pub(crate) scheme: Option<LitStr>,
}

/// What is known of the route: nothing, where a policy is named for several.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Unknown,
    Plain,
    WebSocket,
}

/// `from(…)`: at least one place, none twice, each possible on such a route.
pub(crate) fn lower(
    given: Given<Vec<SourceArg>>,
    route: Route,
    diag: &mut Diagnostics,
) -> Option<Vec<Source>> {
    let Arg { key, value: places } = given.once(diag)?;
    if places.is_empty() {
        let words = "no place to look for the token: name one, such as `from(header)`";
        diag.say(key.span(), words);
    }
    refuse_repeats(&places, diag);
    refuse_second_json(&places, diag);
    refuse_impossible(&places, route, diag);
    Some(places.into_iter().filter_map(|place| one(place, diag)).collect())
}

fn refuse_repeats(places: &[SourceArg], diag: &mut Diagnostics) {
    for (index, place) in places.iter().enumerate() {
        if places.iter().take(index).any(|before| same(before, place)) {
            let words = "this place is given more than once in `from`: keep one of them";
            diag.say(place.word.span(), words);
        }
    }
}

/// Only one member is read from a body, so the other would be passed over in silence.
fn refuse_second_json(places: &[SourceArg], diag: &mut Diagnostics) {
    let mut all = places.iter().filter(|place| place.word == "json");
    let Some(first) = all.next() else { return };
    for place in all.filter(|place| !same(first, place)) {
        let words = "a body has room for one token: keep one `json`";
        diag.say(place.word.span(), words);
    }
}

fn same(left: &SourceArg, right: &SourceArg) -> bool {
    let text = |text: &Option<LitStr>| text.as_ref().map(LitStr::value);
    // Names of headers know no case, and neither do schemes.
    let folded = |name: &Option<LitStr>| text(name).map(|name| name.to_ascii_lowercase());
    let names = if left.word == "header" {
        folded(&left.name) == folded(&right.name)
    } else {
        text(&left.name) == text(&right.name)
    };
    left.word == right.word && names && folded(&left.scheme) == folded(&right.scheme)
}

fn refuse_impossible(places: &[SourceArg], route: Route, diag: &mut Diagnostics) {
    let first = |word: &str| places.iter().map(|place| &place.word).find(|found| *found == word);
    let (json, subprotocol) = (first("json"), first("subprotocol"));
    match route {
        Route::WebSocket => say(
            json,
            "a WebSocket handshake has no body: use `header`, `cookie`, `query` or `subprotocol`",
            diag,
        ),
        Route::Plain => say(
            subprotocol,
            "only a WebSocket route has a `subprotocol`: take a `WebSocket` parameter, or use `header`",
            diag,
        ),
        Route::Unknown if subprotocol.is_some() => {
            say(
                json,
                "`json` and `subprotocol` exclude each other: no WebSocket handshake has a body",
                diag,
            );
        }
        Route::Unknown => {}
    }
}

fn say(word: Option<&Ident>, words: &str, diag: &mut Diagnostics) {
    if let Some(word) = word {
        diag.say(word.span(), words);
    }
}

fn one(place: SourceArg, diag: &mut Diagnostics) -> Option<Source> {
    let SourceArg { word, name, scheme, function } = place;
    let named = name.map(|name| named(&word, name, scheme, diag));
    Some(match word.to_string().as_str() {
        "header" => Source::Header(named),
        "cookie" => Source::Cookie(named.map(|named| named.name)),
        "query" => Source::Query(named),
        "json" => Source::Json(named),
        "subprotocol" => Source::Subprotocol,
        _ => Source::Function(function?),
    })
}

fn named(word: &Ident, name: LitStr, scheme: Option<LitStr>, diag: &mut Diagnostics) -> Named {
    match word.to_string().as_str() {
        "header" => text::header_name(&name, diag),
        "cookie" => text::cookie_name(&name, diag),
        _ => {
            let words = format!(
                "`{word}` has an empty name: write one, or `{word}` alone for the configured one"
            );
            text::not_empty(&name, &words, diag);
        }
    }
    match &scheme {
        None => {}
        Some(scheme) if word == "cookie" => cookie::refuse_scheme(scheme, diag),
        Some(scheme) => text::scheme(scheme, diag),
    }
    Named { name, scheme }
}
