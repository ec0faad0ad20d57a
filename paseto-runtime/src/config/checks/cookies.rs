//! What browsers refuse to store, refused before they do so without a word.

use crate::config::cookie_name::Prefix;
use crate::config::error::Problem;
use crate::config::reader::Reader;
use crate::config::sessions::SameSite;
use crate::config::settings::Settings;

pub(super) fn run(settings: &Settings, reader: &mut Reader) {
    names(settings, reader);
    secure(settings, reader);
    path(settings, reader);
    refresh_path(settings, reader);
    domain(settings, reader);
    csrf_header(settings, reader);
}

/// A cookie whose name is set in the configuration, and how to name it otherwise.
struct Named<'s> {
    key: &'static str,
    name: &'s str,
    plain: &'static str,
    secure: &'static str,
}

impl Named<'_> {
    fn has_prefix(&self) -> bool {
        Prefix::of(self.name).is_some()
    }

    fn is_bound_to_host(&self) -> bool {
        Prefix::of(self.name).is_some_and(|prefix| prefix.binds_to_host)
    }
}

const REFRESH: &str = "cookie.refresh";

fn named(settings: &Settings) -> [Named<'_>; 3] {
    [
        Named {
            key: "cookie.access",
            name: &settings.cookie.access,
            plain: "cookie.access = \"access\"",
            secure: "cookie.access = \"__Secure-access\"",
        },
        Named {
            key: REFRESH,
            name: &settings.cookie.refresh,
            plain: "cookie.refresh = \"refresh\"",
            secure: "cookie.refresh = \"__Secure-refresh\"",
        },
        Named {
            key: "csrf.cookie",
            name: &settings.csrf.cookie,
            plain: "csrf.cookie = \"csrf\"",
            secure: "csrf.cookie = \"__Secure-csrf\"",
        },
    ]
}

/// Case tells cookies apart, but not for all that reads them on the way.
fn names(settings: &Settings, reader: &mut Reader) {
    let [access, refresh, csrf] = named(settings);
    for (one, other, problem) in [
        (&access, &refresh, "`cookie.access` and `cookie.refresh` must differ, case aside"),
        (&access, &csrf, "`cookie.access` and `csrf.cookie` must differ, case aside"),
        (&refresh, &csrf, "`cookie.refresh` and `csrf.cookie` must differ, case aside"),
    ] {
        let clean = reader.are_clean(&[one.key]) && reader.are_clean(&[other.key]);
        if clean && one.name.eq_ignore_ascii_case(other.name) {
            let key = if reader.is_set(other.key) { other.key } else { one.key };
            reader.report(key, Problem::Contradiction(problem));
        }
    }
}

fn secure(settings: &Settings, reader: &mut Reader) {
    if settings.cookie.secure || !reader.are_clean(&["cookie.secure"]) {
        return;
    }
    let names = named(settings);
    let rule = "`false` needs names without a prefix such as `__Host-`";
    let bound = names.iter().filter(|named| named.has_prefix());
    rename(reader, "cookie.secure", rule, bound.map(|named| (named.key, named.plain)));
    let none = settings.cookie.same_site == SameSite::None;
    for (key, is_set, problem) in [
        ("cookie.same_site", none, "\"none\" needs `cookie.secure = true`"),
        ("cookie.partitioned", settings.cookie.partitioned, "needs `cookie.secure = true`"),
    ] {
        if is_set {
            reader.report(key, Problem::Contradiction(problem));
        }
    }
}

fn path(settings: &Settings, reader: &mut Reader) {
    if settings.cookie.path != "/" {
        let own = reader.is_set("cookie.refresh_path");
        let rule = "a path but \"/\" needs names without the prefix `__Host-`";
        bound_to_host(settings, reader, "cookie.path", rule, |key| key != REFRESH || !own);
    }
}

fn refresh_path(settings: &Settings, reader: &mut Reader) {
    if settings.cookie.refresh_path != "/" && reader.is_set("cookie.refresh_path") {
        let rule = "a path but \"/\" needs a name without the prefix `__Host-`";
        bound_to_host(settings, reader, "cookie.refresh_path", rule, |key| key == REFRESH);
    }
}

fn domain(settings: &Settings, reader: &mut Reader) {
    if settings.cookie.domain.is_some() {
        let rule = "a domain needs names without the prefix `__Host-`";
        bound_to_host(settings, reader, "cookie.domain", rule, |_| true);
    }
}

fn bound_to_host(
    settings: &Settings,
    reader: &mut Reader,
    key: &'static str,
    rule: &'static str,
    concerns: impl Fn(&str) -> bool,
) {
    let names = named(settings);
    let bound = names.iter().filter(|named| named.is_bound_to_host() && concerns(named.key));
    let secure = settings.cookie.secure;
    let other = |named: &Named<'_>| if secure { named.secure } else { named.plain };
    rename(reader, key, rule, bound.map(|named| (named.key, other(named))));
}

/// One complaint about the attribute, however many names it concerns.
fn rename(
    reader: &mut Reader,
    key: &'static str,
    rule: &'static str,
    names: impl Iterator<Item = (&'static str, &'static str)>,
) {
    let instead: Vec<_> =
        names.filter(|(name, _)| reader.are_clean(&[name])).map(|(_, other)| other).collect();
    if !instead.is_empty() && reader.are_clean(&[key]) {
        reader.report(key, Problem::Prefix { rule, instead });
    }
}

fn csrf_header(settings: &Settings, reader: &mut Reader) {
    let clean = reader.are_clean(&["csrf.header", "header.name"]);
    if clean && settings.csrf.header.eq_ignore_ascii_case(&settings.header.name) {
        let key = if reader.is_set("csrf.header") { "csrf.header" } else { "header.name" };
        let problem = "`csrf.header` and `header.name` must differ, case aside";
        reader.report(key, Problem::Contradiction(problem));
    }
}
