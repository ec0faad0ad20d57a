//! How long a login and its tokens live.

use std::time::Duration;

use crate::config::error::Problem;
use crate::config::reader::Reader;
use crate::config::settings::{Settings, Ttl};

pub(super) fn run(settings: &Settings, reader: &mut Reader) {
    family(settings, reader);
    renewal(settings, reader);
}

fn family(settings: &Settings, reader: &mut Reader) {
    // Its default is as long as the longest of the others.
    let keys = ["family.ttl", "access_ttl", "refresh_ttl", "max_ttl", "require_expiry"];
    if !reader.are_clean(&keys) {
        return;
    }
    match settings.family.ttl {
        // What follows from the other lives is told of those.
        None if settings.require_expiry && reader.is_set("family.ttl") => {
            report(reader, "family.ttl", "\"never\" needs `require_expiry = false`");
        }
        Some(family) if outlives(settings.access_ttl, family) => {
            report(reader, "family.ttl", "must not be shorter than `access_ttl`");
        }
        Some(_) | None => {}
    }
}

fn renewal(settings: &Settings, reader: &mut Reader) {
    let Some(renew_before) = settings.cookie.renew_before else { return };
    let problem = match settings.access_ttl {
        Ttl::For(access) if renew_before < access => return,
        Ttl::For(_) => "must be shorter than `access_ttl`",
        Ttl::Never => "needs an `access_ttl` other than \"never\"",
    };
    if reader.are_clean(&["cookie.renew_before", "access_ttl"]) {
        report(reader, "cookie.renew_before", problem);
    }
}

fn outlives(access: Ttl, family: Duration) -> bool {
    match access {
        Ttl::For(access) => access > family,
        Ttl::Never => true,
    }
}

fn report(reader: &mut Reader, key: &str, problem: &'static str) {
    reader.report(key, Problem::Contradiction(problem));
}
