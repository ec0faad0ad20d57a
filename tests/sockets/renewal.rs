//! Another token within an open socket.

use std::time::{Duration, SystemTime};

use actix_paseto::IssuedToken;
use tungstenite::Message;

use crate::client::{self, Client, ask, reason_of_close};
use crate::ledger::Ledger;
use crate::server::{Server, sleep_until_before_end};

const EXPIRED: &str = "1008 token expired";

fn brief(server: &Server) -> IssuedToken {
    server.access("alice").expires_in(Duration::from_secs(2)).issue().unwrap()
}

fn present(client: &mut Client, token: &str) -> String {
    ask(client, &format!("token {token}"))
}

#[test]
fn a_renewed_socket_outlives_its_first_token() {
    let server = Server::start(Ledger::ringing());
    let (first, mut client) = {
        let first = brief(&server);
        let client = server.open("/live", &first);
        (first, client)
    };
    let second = server.access("alice").expires_in(Duration::from_secs(4)).issue().unwrap();
    assert_eq!(present(&mut client, second.as_str()), format!("renewed {}", second.jti()));
    sleep_until_before_end(&first, Duration::ZERO);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(ask(&mut client, "hello"), "hello");
    // The new token is the one that counts now, in both respects.
    server.revoke(async |revocations| revocations.revoke_jti(first.jti()).await);
    assert_eq!(ask(&mut client, "hello"), "hello");
    assert_eq!(reason_of_close(client), EXPIRED);
    assert!(second.expires_at().unwrap() <= SystemTime::now());
}

#[test]
fn a_renewed_socket_is_watched_for_the_new_token() {
    let server = Server::start(Ledger::ringing());
    let (first, second) = (server.token("alice"), server.token("alice"));
    let mut client = server.open("/live", &first);
    present(&mut client, second.as_str());
    server.revoke(async |revocations| revocations.revoke_jti(second.jti()).await);
    assert_eq!(reason_of_close(client), "1008 token revoked");
}

/// The store has told that the new token is good, and then it is revoked before the socket knows.
#[test]
fn a_revocation_during_a_renewal_is_not_missed() {
    let server = Server::with(Ledger::ringing(), "revocation.timeout = \"5s\"\n");
    let (first, second) = (server.token("alice"), server.token("alice"));
    let mut client = server.open("/live", &first);
    assert_eq!(ask(&mut client, "hello"), "hello");
    server.store.lag(Duration::from_secs(1));
    client.send(Message::text(format!("token {}", second.as_str()))).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    server.revoke(async |revocations| revocations.revoke_jti(second.jti()).await);
    assert_eq!(reason_of_close(client), "1008 token revoked");
}

#[test]
fn a_refused_token_changes_nothing() {
    let server = Server::start(Ledger::ringing());
    let first = brief(&server);
    let mut client = server.open("/live", &first);
    let revoked = server.token("alice");
    server.revoke(async |revocations| revocations.revoke_jti(revoked.jti()).await);
    let refresh = server.issuer().refresh("alice").issue().unwrap();
    let bob = server.token("bob");
    for (token, code) in [
        (bob.as_str(), "token_invalid"),
        (refresh.as_str(), "wrong_kind"),
        (revoked.as_str(), "token_revoked"),
        ("", "token_invalid"),
        ("garbage", "token_invalid"),
        ("v4.local.AAAA", "token_invalid"),
    ] {
        let told = present(&mut client, token);
        assert_eq!(told, code, "{token}");
        assert_eq!(ask(&mut client, "hello"), "hello");
    }
    // Bob's token ends nothing here either.
    server.revoke(async |revocations| revocations.revoke_subject("bob").await);
    assert_eq!(ask(&mut client, "hello"), "hello");
    assert_eq!(reason_of_close(client), EXPIRED);
}

#[test]
fn who_came_without_a_token_stays_without() {
    let server = Server::start(Ledger::ringing());
    let mut client = client::open(server.address, "/anyone", None).unwrap();
    assert_eq!(present(&mut client, server.token("alice").as_str()), "token_invalid");
    assert_eq!(ask(&mut client, "hello"), "hello");
}

/// The store takes so long that the old token expires meanwhile: too late is too late.
#[test]
fn a_renewal_that_the_deadline_overtakes_fails() {
    let server = Server::with(Ledger::ringing(), "revocation.timeout = \"5s\"\n");
    let first = brief(&server);
    let mut client = server.open("/live", &first);
    sleep_until_before_end(&first, Duration::from_millis(200));
    server.store.lag(Duration::from_millis(400));
    assert_eq!(present(&mut client, server.token("alice").as_str()), EXPIRED);
}

/// On the edge either is right, but not both and not neither.
#[test]
fn a_renewal_at_the_deadline_is_decided_once() {
    let server = Server::start(Ledger::ringing());
    let first = brief(&server);
    let mut clients: Vec<_> = (0..40).map(|_| server.open("/live", &first)).collect();
    let second = server.token("alice");
    sleep_until_before_end(&first, Duration::from_millis(6));
    for client in &mut clients {
        // A closed socket is only known as one when it is read.
        drop(client.send(Message::text(format!("token {}", second.as_str()))));
        std::thread::sleep(Duration::from_micros(200));
    }
    let mut verdicts = [0, 0];
    for mut client in clients {
        match client.read().unwrap() {
            Message::Text(answer) => {
                assert_eq!(answer.as_str(), format!("renewed {}", second.jti()));
                std::thread::sleep(Duration::from_millis(5));
                assert_eq!(ask(&mut client, "hello"), "hello");
                verdicts[0] += 1;
            }
            Message::Close(frame) => {
                assert_eq!(frame.unwrap().reason.as_str(), "token expired");
                verdicts[1] += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(verdicts.iter().sum::<i32>(), 40);
}
