//! Sockets that a cookie opens: only for a page of ours.

use actix_paseto::prelude::*;
use actix_web::test::{TestRequest, call_service};
use actix_web::{App, HttpResponse, Result, get};

use crate::browser::{Session, get, names, set_by};
use crate::support::{HandClock, bearer, builder, call, local};

#[get("/socket")]
#[paseto_required(from(header, cookie, subprotocol))]
async fn guarded(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|mut socket| async move { while socket.recv().await.is_some() {} })
}

/// Authenticates by itself.
#[get("/beside")]
async fn beside(_token: Token, socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|mut socket| async move { while socket.recv().await.is_some() {} })
}

macro_rules! serve {
    ($lines:expr) => {{
        let clock = HandClock::new();
        let paseto = builder(local($lines).clock(clock.clock())).await;
        let app = App::new().wrap(paseto.sliding_sessions()).configure(paseto.install());
        let app = actix_web::test::init_service(app.service((guarded, beside))).await;
        (clock, paseto, app)
    }};
}

fn handshake(uri: &str, origins: &[&str]) -> TestRequest {
    let request = get(uri)
        .insert_header(("connection", "upgrade"))
        .insert_header(("upgrade", "websocket"))
        .insert_header(("sec-websocket-version", "13"))
        .insert_header(("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="));
    origins.iter().fold(request, |request, origin| request.append_header(("origin", *origin)))
}

const OWN: &str = "https://app.example";

#[actix_web::test]
async fn a_cookie_opens_a_socket_for_its_own_page_alone() {
    let lines = "sources = [\"cookie\"]\nwebsocket_sources = [\"cookie\"]";
    let (_, paseto, app) = serve!(lines);
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for (origins, status) in [
        (&[OWN][..], 101),
        (&["http://app.example"], 101),
        (&["https://APP.example"], 101),
        (&[], 403),
        (&["null"], 403),
        (&[""], 403),
        (&["https://evil.example"], 403),
        (&["https://app.example.evil.com"], 403),
        (&["https://app.example:444"], 403),
        (&[OWN, OWN], 403),
        (&[OWN, "https://evil.example"], 403),
    ] {
        for uri in ["/socket", "/beside"] {
            let ask = handshake(uri, origins).insert_header(("cookie", session.cookies()));
            if status == 101 {
                let response = call_service(&app, ask.to_request()).await;
                assert_eq!(response.status(), 101, "{uri} {origins:?}");
            } else {
                let verdict = call(&app, ask).await.verdict();
                assert_eq!(verdict, (403, "origin_refused".to_owned()), "{uri} {origins:?}");
            }
            let unknown = call(&app, handshake(uri, origins)).await;
            assert!([401, 403].contains(&unknown.status), "{uri} {origins:?}");
        }
    }
}

#[actix_web::test]
async fn listed_origins_count_instead() {
    let (_, paseto, app) = serve!("websocket.origins = [\"https://www.example\"]");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for (origin, status) in [("https://www.example", 101), (OWN, 403), ("null", 403)] {
        let ask = handshake("/socket", &[origin]).insert_header(("cookie", session.cookies()));
        assert_eq!(call_service(&app, ask.to_request()).await.status(), status, "{origin}");
    }
}

#[actix_web::test]
async fn a_token_that_no_browser_sends_by_itself_needs_no_origin() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let protocol = format!("chat, bearer.{}", session.access);
    for ask in [
        handshake("/socket", &[]).insert_header(bearer(&session.access)),
        handshake("/socket", &[]).insert_header(("sec-websocket-protocol", &*protocol)),
    ] {
        let response = call_service(&app, ask.to_request()).await;
        assert_eq!(response.status(), 101);
        assert!(!format!("{:?}", response.headers()).contains(&session.access));
    }
    // Two tokens are two, whatever the page.
    let both = handshake("/socket", &[OWN]).insert_header(("cookie", session.cookies()));
    let both = both.insert_header(("sec-websocket-protocol", &*protocol));
    assert_eq!(call(&app, both).await.status, 400);
}

/// A handshake is no answer that a page reads; and a refused one is none of our session's.
#[actix_web::test]
async fn no_handshake_renews_a_session() {
    let (clock, paseto, app) = serve!("websocket_sources = [\"cookie\"]\nsources = [\"cookie\"]");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    clock.forward(14 * 60_000);
    for uri in ["/socket", "/beside"] {
        let ask = |origin| handshake(uri, &[origin]).insert_header(("cookie", session.cookies()));
        let response = call_service(&app, ask(OWN).to_request()).await;
        assert_eq!(response.status(), 101);
        assert_eq!(set_by(response.headers()), []);
        let refused = call(&app, ask("https://evil.example")).await;
        assert_eq!((refused.status, names(&refused)), (403, vec![]), "{uri}");
    }
}
