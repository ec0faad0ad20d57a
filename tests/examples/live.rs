//! The example of sockets that live as long as their session.

use serde_json::{Value, json};

use crate::harness::{App, Socket, forged, handshake, wait};

fn ask(socket: &mut Socket, message: &Value) -> Value {
    socket.send(&message.to_string());
    serde_json::from_str(&socket.text()).unwrap()
}

fn is_alive(socket: &mut Socket) {
    socket.send("hello");
    assert_eq!(socket.text(), json!({ "echo": "hello" }).to_string());
}

#[test]
fn websocket_live() {
    let app = App::start("websocket_live", &[]);
    let open = |token: &str| {
        let bearer = format!("Bearer {token}");
        Socket::open(&app, "/live", &[("authorization", &bearer)])
    };
    let token_from = |path: &str, token: &str, name: &str| {
        let answer = app.post(path).bearer(token).send();
        assert_eq!(answer.status, 200);
        answer.json()[name].as_str().unwrap().to_owned()
    };
    let (alice, bob) = (app.login("/login/alice"), app.login("/login/bob"));
    let (mut renewed, mut left) = (open(&alice.access), open(&alice.access));
    for (token, code) in [
        (&bob.access, "token_invalid"),
        (&alice.refresh, "wrong_kind"),
        (&forged(&alice.access), "token_invalid"),
    ] {
        let answer = ask(&mut renewed, &json!({ "token": token }));
        assert_eq!(answer, json!({ "refused": code }));
    }
    wait(1.0);
    let access = token_from("/renew", &alice.refresh, "access_token");
    assert_eq!(ask(&mut renewed, &json!({ "token": access })), json!({ "renewed": "alice" }));
    assert_eq!(left.closed(), (1008, "token expired".to_owned()));
    is_alive(&mut renewed);

    let access = token_from("/renew", &alice.refresh, "access_token");
    let ticket = token_from("/ticket", &access, "ticket");
    handshake(&app, "/live").bearer(&ticket).send().refused(401, "wrong_kind");
    let path = format!("/by-ticket?ticket={ticket}");
    let mut by_ticket = Socket::open(&app, &path, &[]);
    is_alive(&mut by_ticket);
    handshake(&app, &path).send().refused(401, "token_used");

    let mut other = open(&app.login("/login/alice").access);
    assert_eq!(app.post("/logout").bearer(&access).send().status, 204);
    let end = (1008, "token revoked".to_owned());
    assert_eq!((renewed.closed(), by_ticket.closed()), (end.clone(), end));
    is_alive(&mut other);
}
