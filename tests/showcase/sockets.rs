//! Sockets: who gets one, what the handshake gives away, and when they end.

use serde_json::{Value, json};

use crate::harness::{App, Socket, forged, handshake};
use crate::showcase;

fn greeting(socket: &mut Socket) -> String {
    let hello: Value = serde_json::from_str(&socket.text()).unwrap();
    hello["subject"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_opens_a_socket_from_every_place_that_the_route_names() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let bearer = format!("Bearer {token}");
    let offer = format!("bearer.{token}, chat, superchat");
    let cookie = format!("theme=dark; __Host-access={token}");
    let own = format!("http://{}", app.host());
    let query = format!("/ws/query?token={token}");
    for (path, headers, protocol) in [
        ("/ws", &[("authorization", bearer.as_str())][..], ""),
        ("/ws", &[("sec-websocket-protocol", &offer)], "chat"),
        ("/ws", &[("authorization", &bearer), ("sec-websocket-protocol", "chat")], "chat"),
        ("/ws", &[("cookie", &cookie), ("origin", &own)], ""),
        (&query, &[], ""),
    ] {
        let mut socket = Socket::open(&app, path, headers);
        assert_eq!(socket.protocol, protocol);
        assert_eq!(greeting(&mut socket), "alice");
        socket.send("hello");
        assert_eq!(socket.text(), "hello");
    }
}

#[test]
fn who_is_refused_gets_a_plain_answer() {
    let app = showcase();
    let pair = app.login_as("alice", json!({}));
    let (token, bad) = (&pair.access, forged(&pair.access));
    let open = || handshake(&app, "/ws");
    let offer = |text: String| open().header("sec-websocket-protocol", text).send();
    open().send().refused(401, "token_missing");
    open().bearer(&bad).send().refused(401, "token_invalid");
    open().bearer(&pair.refresh).send().refused(401, "wrong_kind");
    offer("chat".to_owned()).refused(401, "token_missing");
    offer(format!("chat, bearer.{bad}")).refused(401, "token_invalid");
    offer(format!("bearer.{token}, bearer.{token}")).refused(400, "invalid_request");
    offer("bearer.".to_owned()).refused(400, "invalid_request");
    offer("a,".repeat(50_000)).refused(401, "token_missing");
    let both = open().bearer(token).header("sec-websocket-protocol", format!("bearer.{token}"));
    both.send().refused(400, "invalid_request");
    let cookie = |value: &str| open().header("cookie", format!("__Host-access={value}"));
    let twice = cookie(token).bearer(token).send();
    twice.refused(400, "invalid_request");
    cookie(&bad).send().refused(401, "token_invalid");
    cookie(&pair.refresh).send().refused(401, "wrong_kind");
    // The token of a browser, and no word of the page.
    cookie(token).send().refused(403, "origin_refused");
    handshake(&app, "/ws/query").bearer(token).send().refused(401, "token_missing");
    let query = format!("/ws/query?token={bad}");
    handshake(&app, &query).send().refused(401, "token_invalid");
    // Let in, but no handshake.
    assert_eq!(app.get("/ws").bearer(token).send().status, 400);
}

#[test]
fn foreign_pages_open_nothing() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let bearer = format!("Bearer {token}");
    let own = format!("http://{}", app.host());
    let headers = [("authorization", bearer.as_str()), ("origin", own.as_str())];
    assert_eq!(greeting(&mut Socket::open(&app, "/ws", &headers)), "alice");
    for foreign in ["https://evil.example", "null", "", "http://127.0.0.1:1"] {
        let refused = handshake(&app, "/ws").bearer(&token).header("origin", foreign).send();
        refused.refused(403, "origin_refused");
        let cookie = format!("__Host-access={token}");
        let refused = handshake(&app, "/ws").header("cookie", cookie).header("origin", foreign);
        refused.send().refused(403, "origin_refused");
    }
}

#[test]
fn configured_origins_are_compared_whole() {
    let origins = ("PASETO_WEBSOCKET__ORIGINS", "[\"https://app.example\"]");
    let app = App::start("showcase", &[origins]);
    let token = app.login_as("alice", json!({})).access;
    let bearer = format!("Bearer {token}");
    for good in ["https://app.example", "https://APP.example"] {
        let headers = [("authorization", bearer.as_str()), ("origin", good)];
        assert_eq!(greeting(&mut Socket::open(&app, "/ws", &headers)), "alice");
    }
    let own = format!("http://{}", app.host());
    for bad in
        ["https://app.example.evil.com", "https://app.example:444", "http://app.example", &own]
    {
        let refused = handshake(&app, "/ws").bearer(&token).header("origin", bad).send();
        refused.refused(403, "origin_refused");
    }
}

#[test]
fn a_socket_ends_with_its_token() {
    let app = App::start("showcase", &[("PASETO_ACCESS_TTL", "2s")]);
    let token = app.login_as("alice", json!({})).access;
    let bearer = format!("Bearer {token}");
    let mut socket = Socket::open(&app, "/ws", &[("authorization", &bearer)]);
    assert_eq!(greeting(&mut socket), "alice");
    assert_eq!(socket.closed(), (1008, "token expired".to_owned()));
    handshake(&app, "/ws").bearer(&token).send().refused(401, "token_expired");
}

#[test]
fn a_socket_ends_with_its_login_and_no_other_does() {
    let app = showcase();
    let (phone, laptop) = (app.login_as("alice", json!({})), app.login_as("alice", json!({})));
    let open = |token: &str| {
        let bearer = format!("Bearer {token}");
        let mut socket = Socket::open(&app, "/ws", &[("authorization", &bearer)]);
        assert_eq!(greeting(&mut socket), "alice");
        socket
    };
    let (mut ended, mut open) = (open(&phone.access), open(&laptop.access));
    assert_eq!(app.post("/logout").bearer(&phone.refresh).send().status, 204);
    assert_eq!(ended.closed(), (1008, "token revoked".to_owned()));
    open.send("hello");
    assert_eq!(open.text(), "hello");
    app.post("/logout/everywhere").bearer(&laptop.access).send();
    assert_eq!(open.closed(), (1008, "token revoked".to_owned()));
}
