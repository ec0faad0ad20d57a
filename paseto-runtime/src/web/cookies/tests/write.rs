#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::time::Duration;

use super::with;
use crate::config::{SameSite, Settings};
use crate::web::cookies::CookieError;
use crate::web::cookies::write::{Carries, Line, clear, set};

fn text(line: Result<Line, CookieError>) -> String {
    line.unwrap().value.to_str().unwrap().to_owned()
}

fn quarter(settings: &Settings, carries: Carries) -> String {
    text(set(settings, carries, "T", Some(Duration::from_secs(900))))
}

#[test]
fn the_lines_by_default() {
    let settings = Settings::default();
    for (carries, line) in [
        (Carries::Access, "__Host-access=T; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=900"),
        (Carries::Refresh, "__Host-refresh=T; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=900"),
        (Carries::Csrf, "__Host-csrf=T; SameSite=Lax; Secure; Path=/; Max-Age=900"),
    ] {
        assert_eq!(quarter(&settings, carries), line);
    }
}

#[test]
fn every_attribute_is_the_configuration_s() {
    type Change = fn(&mut Settings);
    let cases: [(Change, &str); 7] = [
        (
            |s| s.cookie.same_site = SameSite::Strict,
            "HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=900",
        ),
        (
            |s| s.cookie.same_site = SameSite::None,
            "HttpOnly; SameSite=None; Secure; Path=/; Max-Age=900",
        ),
        (|s| s.cookie.secure = false, "HttpOnly; SameSite=Lax; Path=/; Max-Age=900"),
        (
            |s| s.cookie.partitioned = true,
            "HttpOnly; SameSite=Lax; Partitioned; Secure; Path=/; Max-Age=900",
        ),
        (
            |s| s.cookie.refresh_path = "/auth".to_owned(),
            "HttpOnly; SameSite=Lax; Secure; Path=/auth; Max-Age=900",
        ),
        (
            |s| s.cookie.domain = Some("example.com".to_owned()),
            "HttpOnly; SameSite=Lax; Secure; Path=/; Domain=example.com; Max-Age=900",
        ),
        (|s| s.cookie.persistent = false, "HttpOnly; SameSite=Lax; Secure; Path=/"),
    ];
    for (change, attributes) in cases {
        let line = quarter(&with(change), Carries::Refresh);
        assert_eq!(line, format!("__Host-refresh=T; {attributes}"));
    }
    let moved = with(|s| s.cookie.path = "/app".to_owned());
    assert!(quarter(&moved, Carries::Access).contains("; Path=/app;"));
    assert!(quarter(&moved, Carries::Csrf).contains("; Path=/app;"));
}

#[test]
fn a_token_for_ever_is_kept_as_long_as_browsers_can() {
    let line = text(set(&Settings::default(), Carries::Access, "T", None));
    assert!(line.ends_with("; Max-Age=34560000"), "{line}");
}

/// The attributes that make out which cookie is meant and whether a browser takes the line.
fn lasting(line: &str) -> Vec<&str> {
    let all = line.split("; ").skip(1);
    all.filter(|one| !one.starts_with("Max-Age=") && !one.starts_with("Expires=")).collect()
}

#[test]
fn a_cookie_is_cleared_with_the_attributes_it_was_set_with() {
    let settings = [
        Settings::default(),
        with(|s| s.cookie.persistent = false),
        with(|s| {
            s.cookie.same_site = SameSite::None;
            s.cookie.partitioned = true;
            s.cookie.path = "/app".to_owned();
            s.cookie.refresh_path = "/app/auth".to_owned();
            s.cookie.domain = Some("example.com".to_owned());
        }),
        with(|s| s.cookie.secure = false),
    ];
    for (settings, carries) in settings.iter().flat_map(|s| Carries::ALL.map(|one| (s, one))) {
        let (set, cleared) = (quarter(settings, carries), text(clear(settings, carries)));
        assert_eq!(lasting(&set), lasting(&cleared));
        assert!(cleared.ends_with("; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
        assert_eq!(cleared.split(';').next().unwrap(), set.split('T').next().unwrap());
    }
}

#[test]
fn what_a_browser_would_drop_is_an_error() {
    let settings = Settings::default();
    let of = |length: usize| set(&settings, Carries::Access, &"T".repeat(length), None).err();
    let name = || "__Host-access".to_owned();
    assert_eq!(of(4_096 - 13), None);
    assert_eq!(of(4_096 - 12), Some(CookieError::TooLong { name: name(), length: 4_097 }));

    let path = |length: usize| with(|s| s.cookie.path = "/".repeat(length));
    assert!(set(&path(1_024), Carries::Access, "T", None).is_ok());
    let error = CookieError::AttributeTooLong { name: name(), length: 1_025 };
    assert_eq!(set(&path(1_025), Carries::Access, "T", None).err(), Some(error.clone()));
    assert_eq!(clear(&path(1_025), Carries::Access).err(), Some(error));
}

#[test]
fn no_value_adds_an_attribute_or_a_header() {
    for value in ["a; Domain=evil", "a\r\nSet-Cookie: b", "a b", "\"a\"", "a,b", "\u{e9}", "\0"] {
        let error = set(&Settings::default(), Carries::Csrf, value, None).err();
        let name = "__Host-csrf".to_owned();
        assert_eq!(error, Some(CookieError::Unwritable { name }), "{value:?}");
    }
}
