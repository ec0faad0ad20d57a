#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, COOKIE, HeaderValue};
use actix_web::test::TestRequest;

use crate::claims::AnyClaims;
use crate::config::{Settings, SourceName};
use crate::error::{Code, Rejection};
use crate::policy::{PolicySpec, Site, Source};
use crate::web::Policy;
use crate::web::cookies::value_of;
use crate::web::locate::{Located, locate};
use crate::web::mode::Required;

const NAME: &str = "__Host-access";

fn request(lines: &[&[u8]]) -> HttpRequest {
    let lines = lines.iter().map(|line| HeaderValue::from_bytes(line).unwrap());
    lines.fold(TestRequest::get(), |req, line| req.append_header((COOKIE, line))).to_http_request()
}

/// What comes out of one line: the value, nothing, or a refusal.
fn read(line: &[u8]) -> Result<Option<String>, Code> {
    let req = request(&[line]);
    let value = value_of(&req, NAME).map_err(|rejection| rejection.code())?;
    Ok(value.map(|value| String::from_utf8_lossy(value).into_owned()))
}

#[test]
fn a_cookie_is_found_among_all_kinds_of_siblings() {
    let junk = "j".repeat(4_096);
    let hundred: String = (0..100).map(|n| format!("c{n}={n}; ")).collect();
    let lines: &[&[u8]] = &[
        b"__Host-access=T",
        b"a=1; __Host-access=T; b=2",
        b"a=1;__Host-access=T;b=2",
        b"a=1;  \t __Host-access=T \t ; b=2",
        b";;; ;__Host-access=T;;",
        b"a=\xff\xfe; __Host-access=T",
        b"__Host-access=T; \xff=1",
        b"a=%db; %db=%; __Host-access=T",
        b"nameless; __Host-access=T; =1",
        b"a=\"; __Host-access=T; b=\"",
    ];
    for line in lines {
        assert_eq!(read(line), Ok(Some("T".to_owned())), "{}", line.escape_ascii());
    }
    for siblings in [format!("j={junk}; "), hundred] {
        let line = format!("{siblings}{NAME}=T; {siblings}");
        assert_eq!(read(line.as_bytes()), Ok(Some("T".to_owned())));
    }
}

#[test]
fn what_only_looks_like_our_name_is_another() {
    for name in [
        "%5F%5FHost-access",
        "__Host%2Daccess",
        "\u{2000}__Host-access",
        "\u{a0}__Host-access",
        "\u{85}__Host-access",
        "\u{3000}__Host-access",
        "\u{feff}__Host-access",
        "__Host-access\u{2000}",
        "__Host-access ",
        "__Host-access\t",
        "\"__Host-access\"",
        "__host-access",
        "__HOST-ACCESS",
        "__Host-Access",
        "__Host-acces",
        "__Host-access2",
        "x__Host-access",
        "a=__Host-access",
        "=__Host-access",
        "",
    ] {
        let line = format!("{name}=evil");
        assert_eq!(read(line.as_bytes()), Ok(None), "{name:?}");
        let beside = format!("{line}; {NAME}=T; {line}");
        assert_eq!(read(beside.as_bytes()), Ok(Some("T".to_owned())), "{name:?}");
    }
    // The bytes that Latin-1 has for two of them.
    for prefix in [b"\xa0", b"\x85"] {
        assert_eq!(read(&[prefix.as_slice(), b"__Host-access=evil"].concat()), Ok(None));
    }
    assert_eq!(read(b"__Host-access"), Ok(None));
}

#[test]
fn a_value_is_taken_as_it_came() {
    for (line, value) in [
        ("__Host-access=a=b==", "a=b=="),
        ("__Host-access=\"T\"", "\"T\""),
        ("__Host-access=%54", "%54"),
        ("__Host-access= T", " T"),
        ("__Host-access=T U", "T U"),
    ] {
        assert_eq!(read(line.as_bytes()), Ok(Some(value.to_owned())), "{line}");
    }
    for line in ["__Host-access=", "__Host-access= ", "a=1; __Host-access=;", ""] {
        assert_eq!(read(line.as_bytes()), Ok(None), "{line}");
    }
}

#[test]
fn two_of_our_name_are_refused_whatever_they_hold() {
    let two: &[&[&[u8]]] = &[
        &[b"__Host-access=T; __Host-access=T"],
        &[b"__Host-access=T; __Host-access=U"],
        &[b"__Host-access=T; a=1", b"b=2; __Host-access=T"],
        &[b"__Host-access=T", b"__Host-access=U"],
        &[b"__Host-access=; __Host-access=T"],
        &[b"__Host-access=T; __Host-access="],
        &[b"__Host-access=T; \t__Host-access=\xff"],
        &[b"__Host-access=T; __Host-access=T; __Host-access=T"],
    ];
    for lines in two {
        let req = request(lines);
        assert!(matches!(value_of(&req, NAME), Err(Rejection::TwoTokens)), "{lines:?}");
    }
    let apart = request(&[b"a=1; b=2", b"__Host-access=T"]);
    assert_eq!(value_of(&apart, NAME).unwrap(), Some(&b"T"[..]));
}

/// A route's policy in one line.
macro_rules! policies {
    ($($name:ident = $spec:expr;)+) => {$(
        struct $name;
        impl Policy for $name {
            type Claims = AnyClaims;
            type Mode = Required;
            const SPEC: PolicySpec = $spec;
        }
    )+};
}

const SITE: Site = Site::built_in("test");
const COOKIE_ALONE: &[Source] = &[Source::Cookie];

policies! {
    Access = PolicySpec::required(SITE).from(COOKIE_ALONE);
    Refresh = PolicySpec::refresh(SITE).from(COOKIE_ALONE);
    Either = PolicySpec::required(SITE).any_kind().from(COOKIE_ALONE);
    Custom = PolicySpec::required(SITE).kind("reset").from(COOKIE_ALONE);
    Named = PolicySpec::required(SITE).kind("reset").from(&[Source::NamedCookie { name: "reset" }]);
    Both = PolicySpec::required(SITE).from(&[Source::Cookie, Source::Header]);
    Configured = PolicySpec::required(SITE);
    Websocket = PolicySpec::required(SITE).websocket();
}

/// `BearerToken` shows where it comes from and hides what it is.
fn found<P: Policy>(req: &HttpRequest, settings: &Settings) -> String {
    match locate::<P>(req, settings) {
        Ok(Located::Found(token)) => format!("{token:?}"),
        Ok(Located::InBody(_)) => "body".to_owned(),
        Ok(Located::Absent(rejection)) | Err(rejection) => rejection.to_string(),
    }
}

#[test]
fn a_route_reads_the_cookie_of_its_kind() {
    type Route = fn(&HttpRequest, &Settings) -> String;
    let (access, refresh, either): (Route, Route, Route) =
        (found::<Access>, found::<Refresh>, found::<Either>);
    let both = "__Host-access=A; __Host-refresh=R";
    let none = "no token in the request";
    for (route, line, expected) in [
        (access, both, "BearerToken([REDACTED] from cookie `__Host-access`)"),
        (access, "__Host-refresh=R", none),
        (refresh, both, "BearerToken([REDACTED] from cookie `__Host-refresh`)"),
        (refresh, "__Host-access=A", none),
        (either, both, "BearerToken([REDACTED] from cookie `__Host-refresh`)"),
        (either, "__Host-access=A", "BearerToken([REDACTED] from cookie `__Host-access`)"),
        (
            either,
            "__Host-access=A; __Host-refresh=",
            "BearerToken([REDACTED] from cookie `__Host-access`)",
        ),
        (found::<Custom>, both, none),
        (found::<Named>, "reset=X; __Host-access=A", "BearerToken([REDACTED] from cookie `reset`)"),
        (found::<Named>, both, none),
        (access, "__Host-access=\"A\"", "malformed credentials in cookie `__Host-access`"),
        (access, "__Host-access= A", "malformed credentials in cookie `__Host-access`"),
        (access, "__Host-access=A,B", "malformed credentials in cookie `__Host-access`"),
        (access, "__Host-access=\u{e9}", "malformed credentials in cookie `__Host-access`"),
        (access, "__Host-access=A; __Host-access=A", "more than one token in the request"),
        (
            access,
            "__Host-access=A; __Host-refresh=R; __Host-refresh=R",
            "BearerToken([REDACTED] from cookie `__Host-access`)",
        ),
    ] {
        assert_eq!(route(&request(&[line.as_bytes()]), &Settings::default()), expected, "{line}");
    }
}

#[test]
fn a_cookie_and_a_header_are_two_tokens_where_both_are_read() {
    let req = TestRequest::get()
        .insert_header((COOKIE, "__Host-access=A"))
        .insert_header((AUTHORIZATION, "Bearer A"))
        .to_http_request();
    let settings = Settings::default();
    assert_eq!(found::<Both>(&req, &settings), "more than one token in the request");
    assert!(found::<Access>(&req, &settings).contains("cookie"));
    assert!(found::<Configured>(&req, &settings).contains("header"));
}

#[test]
fn configured_places_and_names_hold_for_sockets_too() {
    let settings = super::with(|settings| {
        settings.sources = vec![SourceName::Header, SourceName::Cookie];
        settings.websocket_sources = vec![SourceName::Cookie];
        settings.cookie.access = "sid".to_owned();
    });
    let req = request(&[b"__Host-access=A; sid=B"]);
    let expected = "BearerToken([REDACTED] from cookie `sid`)";
    assert_eq!(found::<Configured>(&req, &settings), expected);
    assert_eq!(found::<Websocket>(&req, &settings), expected);
}
