//! Examples of where a token stands.

use serde_json::json;

use crate::harness::{App, Socket, forged, handshake};

#[test]
fn json_transport() {
    let app = App::start("json_transport", &[]);
    let alice = app.login("/login/alice");
    let note = |path: &str, token: &str| {
        app.post(path).json(&json!({ "access_token": token, "text": "milk" }))
    };
    note("/notes", &alice.access).send().is("alice: milk");
    note("/notes/either", &alice.access).send().is("alice: milk");
    let body = json!({ "text": "milk" });
    app.post("/notes/either").bearer(&alice.access).json(&body).send().is("alice: milk");
    app.post("/refresh").json(&json!({ "refresh_token": alice.refresh })).send().pair();

    app.post("/notes").json(&body).send().refused(401, "token_missing");
    app.post("/notes").bearer(&alice.access).json(&body).send().refused(401, "token_missing");
    note("/notes", &forged(&alice.access)).send().refused(401, "token_invalid");
    let both = note("/notes", "x").body(format!(
        "{{\"access_token\":\"{0}\",\"access_token\":\"{0}\",\"text\":\"milk\"}}",
        alice.access
    ));
    both.send().refused(400, "invalid_request");
    note("/notes", &"a".repeat(20_000)).send().refused(400, "invalid_request");
}

#[test]
fn overrides() {
    let app = App::start("overrides", &[]);
    let alice = app.login("/login/alice").access;
    app.get("/header").header("x-token", format!("Token {alice}")).send().is("alice");
    app.get(&format!("/query?token={alice}")).send().is("alice");
    let invitation = app.post("/invitations/bob").bearer(&alice).send();
    app.get(invitation.json()["link"].as_str().unwrap()).send().is("welcome bob");

    app.get("/header").bearer(&alice).send().refused(401, "token_missing");
    app.get("/header").header("x-token", &alice).send().refused(401, "token_missing");
    app.get("/query").bearer(&alice).send().refused(401, "token_missing");
    let twice = app.get(&format!("/query?token={alice}&token={alice}")).send();
    twice.refused(400, "invalid_request");
    app.get(&format!("/join/{alice}")).send().refused(401, "wrong_kind");
    app.get("/join/nonsense").send().refused(401, "token_invalid");
}

#[test]
fn websocket() {
    let app = App::start("websocket", &[]);
    let alice = app.login("/login/alice").access;
    let bearer = format!("Bearer {alice}");
    let mut socket = Socket::open(&app, "/chat", &[("authorization", &bearer)]);
    socket.send("hello");
    assert_eq!(socket.text(), "alice: hello");
    let offer = format!("chat, bearer.{alice}");
    let mut page = Socket::open(&app, "/chat", &[("sec-websocket-protocol", &offer)]);
    assert_eq!(page.protocol, "chat");
    page.send("hi");
    assert_eq!(page.text(), "alice: hi");

    handshake(&app, "/chat").send().refused(401, "token_missing");
    handshake(&app, "/chat").bearer(&forged(&alice)).send().refused(401, "token_invalid");
    let foreign = handshake(&app, "/chat").bearer(&alice).header("origin", "https://evil.example");
    foreign.send().refused(403, "origin_refused");

    let end = (1008, "token expired".to_owned());
    assert_eq!((socket.closed(), page.closed()), (end.clone(), end));
    handshake(&app, "/chat").bearer(&alice).send().refused(401, "token_expired");
}
