//! Which pages may open a socket: browsers send cookies and run scripts for any of them.

use actix_web::HttpRequest;

use crate::error::Rejection;
use crate::web::origin::{Said, is_listed, is_near, is_own};

/// One of the allowed, or, where none are configured, the origin that the request itself was sent
/// to. No `Origin` is no browser, so nobody's page; but a `cookie` is a browser's.
pub(super) fn check(req: &HttpRequest, allowed: &[String], cookie: bool) -> Result<(), Rejection> {
    let admitted = match Said::origin(req) {
        Said::Nothing => !cookie,
        Said::Once(origin) if allowed.is_empty() => {
            is_own(req, origin) && (!cookie || is_near(req))
        }
        Said::Once(origin) => is_listed(origin, allowed),
        Said::Unclear => false,
    };
    if admitted { Ok(()) } else { Err(Rejection::OriginRefused) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use actix_web::FromRequest as _;
    use actix_web::test::TestRequest;
    use figment::Figment;

    use super::*;
    use crate::claims::AnyClaims;
    use crate::policy::{PolicySpec, Site, Source};
    use crate::web::install::Installed;
    use crate::web::{Guarded, Paseto, Policy, WebSocket};

    fn admitted(origins: &[&str], allowed: &[&str], cookie: bool) -> bool {
        let request = TestRequest::get().insert_header(("host", "app.example"));
        let lines = origins.iter().map(|origin| ("origin", *origin));
        let request = lines.fold(request, |request, line| request.append_header(line));
        let allowed: Vec<String> = allowed.iter().map(|one| (*one).to_owned()).collect();
        check(&request.to_http_request(), &allowed, cookie).is_ok()
    }

    #[test]
    fn without_an_origin_no_cookie_opens_a_socket() {
        let (own, admin) = ("https://app.example", "https://admin.example");
        for (origins, allowed, by_header, by_cookie) in [
            (&[] as &[&str], &[] as &[&str], true, false),
            (&[], &[admin], true, false),
            (&[own], &[], true, true),
            (&[own], &[admin], false, false),
            (&[admin], &[admin], true, true),
            (&["https://ADMIN.example"], &[admin], true, true),
            (&["https://admin.example:444"], &[admin], false, false),
            (&["https://app.example.evil.com"], &[], false, false),
            (&["null"], &[], false, false),
            (&["chrome-extension://app.example"], &[], false, false),
            (&["app.example"], &[], false, false),
            (&[own, own], &[], false, false),
        ] {
            assert_eq!(admitted(origins, allowed, false), by_header, "{origins:?} {allowed:?}");
            assert_eq!(admitted(origins, allowed, true), by_cookie, "{origins:?} {allowed:?}");
        }
    }

    #[test]
    fn a_cookie_opens_no_socket_for_what_the_browser_calls_foreign() {
        for (site, by_header, by_cookie) in
            [("same-origin", true, true), ("same-site", true, false), ("cross-site", true, false)]
        {
            let request = TestRequest::get()
                .insert_header(("host", "app.example"))
                .insert_header(("origin", "http://app.example"))
                .insert_header(("sec-fetch-site", site))
                .to_http_request();
            assert_eq!(check(&request, &[], false).is_ok(), by_header, "{site}");
            assert_eq!(check(&request, &[], true).is_ok(), by_cookie, "{site}");
        }
    }

    struct Either;

    impl Policy for Either {
        type Claims = AnyClaims;
        type Mode = crate::web::mode::Required;
        const SPEC: PolicySpec = PolicySpec::required(Site::built_in("test"))
            .websocket()
            .from(&[Source::Header, Source::Cookie]);
    }

    /// The status of a handshake with this header, 101 where it may begin.
    async fn handshake(name: &'static str, before: &str, origin: Option<&'static str>) -> u16 {
        let builder = Paseto::builder().figment(Figment::new()).dev_keys().skip_policy_check();
        let paseto = builder.build_now().unwrap();
        let token = paseto.issuer().access("alice").issue().unwrap();
        let request = TestRequest::get()
            .insert_header(("host", "app.example"))
            .app_data(Installed::new(paseto));
        let request = request.insert_header((name, format!("{before}{}", token.as_str())));
        let lines = origin.map(|origin| ("origin", origin)).into_iter();
        let request = lines.fold(request, |request, line| request.insert_header(line));
        let opened = Guarded::<Either, (WebSocket,)>::extract(&request.to_http_request()).await;
        opened.map_or_else(|refused| refused.error_response().status().as_u16(), |_| 101)
    }

    #[actix_web::test]
    async fn the_token_s_place_decides_whether_an_origin_is_needed() {
        let (own, evil) = (Some("https://app.example"), Some("https://evil.example"));
        for (origin, by_header, by_cookie) in [(None, 101, 403), (own, 101, 101), (evil, 403, 403)]
        {
            assert_eq!(handshake("authorization", "Bearer ", origin).await, by_header);
            assert_eq!(handshake("cookie", "__Host-access=", origin).await, by_cookie);
        }
    }
}
