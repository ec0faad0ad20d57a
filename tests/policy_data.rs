//! Each policy is data too: what an audit would read of it.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use std::time::Duration;

use actix_paseto::error::ExpectedKind;
use actix_paseto::kind::Purpose;
use actix_paseto::policy::{
    AssertionSource, Freshness, PolicySpec, Presence, Scopes, Source, Uses,
};
use actix_paseto::web::Policy;

actix_paseto::policy! {
    pub Plain: ;
    pub Full: fresh = "15m", assertion = path("tenant"), scopes("a", "b:c"), base64,
        audience = "shop", issuer = "me", purpose = public, skip_revocation,
        from(header, header("X-Token", scheme = "Token"), query("t")), require = true;
    pub Letter: kind = "email-verify", assertion = "fixed", any_scope("mail");
    pub Either: kind = any;
    pub Renewal: refresh;
    pub Maybe: optional, lenient;
    pub Rotated: refresh, rotate, from(cookie, json);
    pub Opened: kind = "reset", single_use, from(cookie("reset"));
    pub Unchecked: from(header, cookie), skip_csrf
}

const LINE: u32 = line!() - 12;

#[test]
fn nothing_demanded_is_an_access_token_and_the_store() {
    let PolicySpec { site, presence, kind, freshness, assertion, scopes, sources, .. } =
        Plain::SPEC;
    assert_eq!((site.name, site.file), ("Plain", file!()));
    assert_eq!(site.module, module_path!());
    assert!((LINE - 2..=LINE + 8).contains(&site.line), "{}", site.line);
    assert_eq!(presence, Presence::Required);
    assert_eq!(kind, ExpectedKind::Access);
    assert_eq!(freshness, Freshness::Any);
    assert_eq!(assertion, AssertionSource::None);
    assert_eq!(scopes, Scopes::None);
    assert_eq!(sources, None);
    let flags = (Plain::SPEC.asks_store, Plain::SPEC.base64, Plain::SPEC.has_requirement);
    assert_eq!(flags, (true, false, false));
}

#[test]
fn everything_demanded_is_there_to_be_read() {
    let spec = Full::SPEC;
    assert_eq!(spec.freshness, Freshness::Within(Duration::from_secs(900)));
    assert_eq!(spec.assertion, AssertionSource::Path("tenant"));
    assert_eq!(spec.scopes, Scopes::All(&["a", "b:c"]));
    let named = Source::NamedHeader { name: "X-Token", scheme: Some("Token") };
    let query = Source::NamedQuery { name: "t", scheme: None };
    assert_eq!(spec.sources, Some(&[Source::Header, named, query][..]));
    assert_eq!((spec.audience, spec.issuer), (Some("shop"), Some("me")));
    assert_eq!(spec.purpose, Some(Purpose::Public));
    assert_eq!((spec.asks_store, spec.base64, spec.has_requirement), (false, true, true));
}

#[test]
fn kinds_and_presences_are_told_apart() {
    assert_eq!(Letter::SPEC.kind, ExpectedKind::Custom("email-verify"));
    assert_eq!(Letter::SPEC.scopes, Scopes::Any(&["mail"]));
    assert_eq!(Either::SPEC.kind, ExpectedKind::Any);
    assert_eq!(Renewal::SPEC.kind, ExpectedKind::Refresh);
    assert_eq!(Maybe::SPEC.presence, Presence::Lenient);
    // A constant's value may be confidential, so only its being one is data.
    assert_eq!(Letter::SPEC.assertion, AssertionSource::Constant);
    assert!(!format!("{:?}", Letter::SPEC).contains("fixed"));
}

#[test]
fn how_often_a_token_may_be_used_is_told() {
    let uses = [Plain::SPEC, Letter::SPEC, Renewal::SPEC, Opened::SPEC, Rotated::SPEC]
        .map(|spec| (spec.kind, spec.uses));
    let expected = [
        (ExpectedKind::Access, Uses::Many),
        (ExpectedKind::Custom("email-verify"), Uses::Many),
        (ExpectedKind::Refresh, Uses::Many),
        (ExpectedKind::Custom("reset"), Uses::Once),
        (ExpectedKind::Refresh, Uses::Rotation),
    ];
    assert_eq!(uses, expected);
    const { assert!(Opened::SPEC.asks_store && Rotated::SPEC.asks_store) };
}

#[test]
fn cookies_are_places_in_their_order() {
    assert_eq!(Rotated::SPEC.sources, Some(&[Source::Cookie, Source::Json][..]));
    let named = Source::NamedCookie { name: "reset" };
    assert_eq!(Opened::SPEC.sources, Some(&[named][..]));
    assert_eq!(Unchecked::SPEC.sources, Some(&[Source::Header, Source::Cookie][..]));
}

#[test]
fn forged_requests_are_looked_for_unless_it_says_not_to() {
    for spec in [Plain::SPEC, Full::SPEC, Maybe::SPEC, Rotated::SPEC, Opened::SPEC] {
        assert!(spec.checks_csrf, "{}", spec.site.name);
    }
    const { assert!(!Unchecked::SPEC.checks_csrf) };
}
