//! Sockets that are opened by a ticket.

use std::time::{Duration, Instant, SystemTime};

use actix_paseto::IssuedToken;
use actix_paseto::issue::TokenBuilder;
use serde_json::json;

use crate::client::{self, Client, ask, reason_of_close};
use crate::ledger::Ledger;
use crate::server::Server;

const REVOKED: &str = "1008 token revoked";

fn session(server: &Server, life: u64) -> TokenBuilder {
    let token = server.access("alice").expires_in(Duration::from_secs(life));
    token.claims_json(&json!({ "scope": "chat" })).unwrap()
}

fn pair(server: &Server) -> IssuedToken {
    let pair = server.issuer().pair("alice").claims_json(&json!({ "scope": "chat" })).unwrap();
    pair.issue().unwrap().access_token
}

fn buy(server: &Server, path: &str, session: &IssuedToken) -> String {
    let (status, ticket) = server.get(path, session.as_str());
    assert_eq!(status, 200);
    ticket
}

fn enter(server: &Server, ticket: &str) -> Result<Client, u16> {
    client::open(server.address, &format!("/by-ticket?ticket={ticket}"), None)
}

#[test]
fn a_ticket_opens_one_socket_on_its_own_route() {
    let server = Server::start(Ledger::ringing());
    let ticket = buy(&server, "/ticket", &pair(&server));
    assert_eq!(server.get("/me", &ticket).0, 401);
    assert_eq!(client::open(server.address, "/live", Some(&ticket)).err(), Some(401));
    let mut client = enter(&server, &ticket).unwrap();
    assert_eq!(ask(&mut client, "hello"), "hello");
    assert_eq!(enter(&server, &ticket).err(), Some(401));
    assert_eq!(ask(&mut client, "hello"), "hello");
}

#[test]
fn what_is_no_handshake_uses_no_ticket_up() {
    let server = Server::start(Ledger::ringing());
    let ticket = buy(&server, "/ticket", &pair(&server));
    let path = format!("/by-ticket?ticket={ticket}");
    // As a preview of the link would ask.
    assert_eq!(server.get(&path, "").0, 400);
    assert_eq!(ask(&mut enter(&server, &ticket).unwrap(), "hello"), "hello");
}

#[test]
fn a_session_token_is_no_ticket() {
    let server = Server::start(Ledger::ringing());
    assert_eq!(enter(&server, pair(&server).as_str()).err(), Some(401));
}

#[test]
fn a_ticket_says_what_the_session_says() {
    let server = Server::start(Ledger::ringing());
    // Without the scope that the route demands.
    let ticket = buy(&server, "/ticket", &server.token("alice"));
    assert_eq!(enter(&server, &ticket).err(), Some(403));
}

#[test]
fn a_ticket_lives_briefly_and_its_socket_as_long_as_the_session() {
    let server = Server::start(Ledger::ringing());
    let session = session(&server, 4).issue().unwrap();
    let (used, late) = (buy(&server, "/brief-ticket", &session), buy(&server, "/ticket", &session));
    let unused = buy(&server, "/brief-ticket", &session);
    let mut client = enter(&server, &used).unwrap();
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(enter(&server, &unused).err(), Some(401));
    assert_eq!(ask(&mut client, "hello"), "hello");
    assert_eq!(reason_of_close(client), "1008 token expired");
    // No earlier than the session, and no ticket outlives it.
    assert!(session.expires_at().unwrap() <= SystemTime::now());
    assert_eq!(enter(&server, &late).err(), Some(401));
    assert_eq!(server.get("/long-ticket", server.token("alice").as_str()).0, 500);
}

#[test]
fn the_end_of_the_session_ends_its_socket_and_its_tickets() {
    let server = Server::start(Ledger::ringing());
    // By its family, by itself, and by its subject.
    let of_family = pair(&server);
    let alone = session(&server, 60).issue().unwrap();
    for (session, way) in [(&of_family, "family"), (&alone, "token"), (&pair(&server), "subject")] {
        let ticket = || buy(&server, "/ticket", session);
        let (first, second) = (ticket(), ticket());
        let client = enter(&server, &first).unwrap();
        let begun = Instant::now();
        match way {
            "subject" => {
                server.revoke(async |revocations| revocations.revoke_subject("alice").await);
            }
            _ => assert_eq!(server.get("/logout", session.as_str()).0, 200),
        }
        assert_eq!(reason_of_close(client), REVOKED, "{way}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{way}");
        assert_eq!(enter(&server, &second).err(), Some(401), "{way}");
        assert_eq!(server.get("/ticket", session.as_str()).0, 401, "{way}");
    }
}

#[test]
fn a_lagging_store_is_told_about_the_session_too() {
    let server = Server::with(Ledger::ringing(), "revocation.timeout = \"2s\"\n");
    server.store.lag(Duration::from_millis(10));
    let session = pair(&server);
    let (first, second) = (buy(&server, "/ticket", &session), buy(&server, "/ticket", &session));
    let client = enter(&server, &first).unwrap();
    assert_eq!(server.get("/logout", session.as_str()).0, 200);
    assert_eq!(reason_of_close(client), REVOKED);
    assert_eq!(enter(&server, &second).err(), Some(401));
    assert_eq!(enter(&server, &first).err(), Some(401));
}

#[test]
fn a_revoked_ticket_opens_nothing() {
    let server = Server::start(Ledger::ringing());
    let bought = buy(&server, "/ticket", &pair(&server));
    let mut client = enter(&server, &buy(&server, "/ticket", &pair(&server))).unwrap();
    // Within a socket a ticket renews as well, once.
    let renewal = buy(&server, "/ticket", &pair(&server));
    assert!(ask(&mut client, &format!("token {renewal}")).starts_with("renewed "));
    assert_eq!(ask(&mut client, &format!("token {renewal}")), "token_used");
    // Somebody else's is not even used up.
    let bob = server.access("bob").claims_json(&json!({ "scope": "chat" })).unwrap();
    let his = buy(&server, "/ticket", &bob.issue().unwrap());
    assert_eq!(ask(&mut client, &format!("token {his}")), "token_invalid");
    assert!(enter(&server, &his).is_ok());
    server.revoke(async |revocations| revocations.revoke_subject("alice").await);
    assert_eq!(enter(&server, &bought).err(), Some(401));
    assert_eq!(reason_of_close(client), REVOKED);
}

#[test]
fn a_ticket_is_revoked_by_itself_too() {
    let server = Server::start(Ledger::ringing());
    let ticket = buy(&server, "/named-ticket", &pair(&server));
    let path = format!("/by-any-ticket?ticket={ticket}");
    let mut client = client::open(server.address, &path, None).unwrap();
    assert!(client::open(server.address, &path, None).is_ok());
    server.revoke(async |revocations| revocations.revoke_jti("the-ticket").await);
    assert_eq!(client::open(server.address, &path, None).err(), Some(401));
    // It has opened this one, and is not what it lives by.
    assert_eq!(ask(&mut client, "hello"), "hello");
}

#[test]
fn who_logs_out_with_a_ticket_logs_out_the_session() {
    let server = Server::start(Ledger::ringing());
    for session in [pair(&server), session(&server, 60).issue().unwrap()] {
        let client = enter(&server, &buy(&server, "/ticket", &session)).unwrap();
        let ticket = buy(&server, "/ticket", &session);
        assert_eq!(server.get("/logout-by-ticket", &ticket).0, 200);
        assert_eq!(reason_of_close(client), REVOKED);
        assert_eq!(server.get("/me", session.as_str()).0, 401);
    }
}

#[test]
fn a_token_that_opens_one_socket_does_not_end_it_by_that() {
    let server = Server::start(Ledger::ringing());
    let invitation = server.issuer().custom("invitation", "alice").issue().unwrap();
    let mut client = server.open("/by-invitation", &invitation);
    server.store.ring();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(ask(&mut client, "hello"), "hello");
    assert_eq!(
        client::open(server.address, "/by-invitation", Some(invitation.as_str())).err(),
        Some(401)
    );
    server.revoke(async |revocations| revocations.revoke_subject("alice").await);
    assert_eq!(reason_of_close(client), REVOKED);
}
