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
