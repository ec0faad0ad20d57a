//! Tokens in cookies, which a browser sends along with forged requests too.

use syn::LitStr;

use super::policy::Kind;
use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};
use crate::parse::source::SourceArg;

/// What is configured are the cookies of access and refresh tokens alone.
pub(crate) fn refuse_unnamed(kind: &Kind, places: &[SourceArg], diag: &mut Diagnostics) {
    if !matches!(kind, Kind::Custom(_)) {
        return;
    }
    for place in places.iter().filter(|place| is_cookie(place) && place.name.is_none()) {
        let words = "only access and refresh tokens have a configured cookie: \
                     name this one, such as `cookie(\"reset\")`";
        diag.say(place.word.span(), words);
    }
}

pub(crate) fn refuse_scheme(scheme: &LitStr, diag: &mut Diagnostics) {
    diag.say(scheme.span(), "a cookie holds the token alone: leave `scheme` out");
}

/// `skip_csrf`: only where a forged request would be told from a true one.
pub(crate) fn skip_csrf(
    given: Given<()>,
    places: Option<&[SourceArg]>,
    websocket: bool,
    diag: &mut Diagnostics,
) -> bool {
    let Some(Arg { key, .. }) = given.once(diag) else { return false };
    if websocket {
        let words = "a WebSocket handshake is checked by its origin, so there is nothing to skip: \
                     leave `skip_csrf` out";
        diag.say(key.span(), words);
    } else if places.is_some_and(|places| !places.iter().any(is_cookie)) {
        let words = "`from(…)` names no cookie, so there is nothing to skip: leave `skip_csrf` out";
        diag.say(key.span(), words);
    }
    true
}

fn is_cookie(place: &SourceArg) -> bool {
    place.word == "cookie"
}
