//! What no value says by itself: settings that contradict each other.

mod cookies;
mod sessions;

use figment::Profile;

use super::error::Problem;
use super::reader::Reader;
use super::settings::{Settings, Ttl};

/// Reports every contradiction between values that are sound by themselves.
pub(super) fn run(settings: &Settings, reader: &mut Reader) {
    issue(settings, reader);
    lives(settings, reader);
    lengths(settings, reader);
    keys(reader);
    refreshing(settings, reader);
    keeping(settings, reader);
    cookies::run(settings, reader);
    sessions::run(settings, reader);
}

fn issue(settings: &Settings, reader: &mut Reader) {
    if reader.are_clean(&["accept", "issue"]) && !settings.accept.contains(&settings.issue) {
        reader.report("issue", Problem::Contradiction("must be one of `accept`"));
    }
}

fn lives(settings: &Settings, reader: &mut Reader) {
    let lives = [
        ("access_ttl", settings.access_ttl),
        ("refresh_ttl", settings.refresh_ttl),
        ("custom_ttl", settings.custom_ttl),
    ];
    for (key, ttl) in lives {
        let problem = match ttl {
            Ttl::Never if settings.require_expiry => "\"never\" needs `require_expiry = false`",
            Ttl::For(ttl) if ttl > settings.max_ttl => "must not be longer than `max_ttl`",
            Ttl::Never | Ttl::For(_) => continue,
        };
        if reader.are_clean(&[key, "max_ttl", "require_expiry"]) {
            reader.report(key, Problem::Contradiction(problem));
        }
    }
}

fn lengths(settings: &Settings, reader: &mut Reader) {
    let clean = reader.are_clean(&["json.max_length", "max_token_length"]);
    if clean && settings.json.max_length < settings.max_token_length {
        let problem = Problem::Contradiction("must not be shorter than `max_token_length`");
        reader.report("json.max_length", problem);
    }
}

/// A profile with a key of its own would still take tokens under the keys that it inherits.
fn keys(reader: &mut Reader) {
    let figment = reader.figment();
    let default = figment.clone().select(Profile::Default);
    let is_own = figment
        .find_value("keys.active")
        .is_ok_and(|own| default.find_value("keys.active").map_or(true, |default| own != default));
    let accept = figment.find_value("keys.accept");
    let inherits = accept.is_ok_and(|accept| accept.tag().profile() == Some(Profile::Default));
    if figment.profile().is_custom() && is_own && inherits {
        let problem = "is inherited, but `keys.active` is not; say which keys to accept, or `[]`";
        reader.report("keys.accept", Problem::Contradiction(problem));
    }
}

/// Every process must have read a new key before it makes tokens, and one missed read must not end
/// the making of tokens.
fn refreshing(settings: &Settings, reader: &mut Reader) {
    let keys = &settings.keys;
    let Some(twice) = keys.refresh.map(|refresh| refresh.saturating_mul(2)) else { return };
    let is_hasty = !keys.pending.is_zero() && keys.pending < twice.saturating_add(keys.timeout);
    if is_hasty && reader.are_clean(&["keys.refresh", "keys.pending", "keys.timeout"]) {
        let why = "must be 0 or at least twice `keys.refresh` and `keys.timeout`, or other \
                   processes miss a new key";
        reader.report("keys.pending", Problem::Contradiction(why));
    }
    let is_impatient = keys.max_stale.is_some_and(|most| most < twice);
    if is_impatient && reader.are_clean(&["keys.refresh", "keys.max_stale"]) {
        let why = "must be at least twice `keys.refresh`, or one missed read ends the making of \
                   tokens";
        reader.report("keys.max_stale", Problem::Contradiction(why));
    }
}

/// A key that is dropped before its last token has died voids good tokens.
fn keeping(settings: &Settings, reader: &mut Reader) {
    let Some(Ttl::For(keep)) = settings.keys.keep else { return };
    let is_short = settings.longest_life().is_none_or(|longest| keep < longest);
    let involved = ["keys.keep", "access_ttl", "refresh_ttl", "custom_ttl"];
    if is_short && reader.are_clean(&involved) {
        let why = "must not be shorter than the longest of `access_ttl`, `refresh_ttl` and \
                   `custom_ttl`";
        reader.report("keys.keep", Problem::Contradiction(why));
    }
}
