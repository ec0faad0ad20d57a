//! Sockets whose token is revoked while they are open.

use std::time::{Duration, Instant};

use crate::client::{self, ask, reason_of_close};
use crate::ledger::Ledger;
use crate::server::{Server, eventually};
use crate::support::{builder, local};

const REVOKED: &str = "1008 token revoked";

/// Far less than `websocket.recheck` is by default.
const AT_ONCE: Duration = Duration::from_secs(2);

#[test]
fn a_revoked_token_ends_its_socket_at_once() {
    let server = Server::start(Ledger::ringing());
    let (token, other) = (server.token("alice"), server.token("alice"));
    let (client, ticks) = (server.open("/live", &token), server.open("/ticks", &token));
    let mut untouched = server.open("/live", &other);
    let revoked = server.revoke(async |revocations| revocations.revoke_jti(token.jti()).await);
    assert_eq!(reason_of_close(client), REVOKED);
    assert_eq!(reason_of_close(ticks), REVOKED);
    assert!(revoked.elapsed() < AT_ONCE, "{:?}", revoked.elapsed());
    assert_eq!(ask(&mut untouched, "hello"), "hello");
}

#[test]
fn a_log_out_ends_the_sockets_of_its_session_at_once() {
    let server = Server::start(Ledger::ringing());
    let phone = server.issuer().pair("alice").issue().unwrap();
    let laptop = server.issuer().pair("alice").issue().unwrap();
    let client = server.open("/live", &phone.access_token);
    let mut untouched = server.open("/live", &laptop.access_token);
    let begun = Instant::now();
    assert_eq!(server.get("/logout", phone.access_token.as_str()).0, 200);
    assert_eq!(reason_of_close(client), REVOKED);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(ask(&mut untouched, "hello"), "hello");
}

#[test]
fn a_store_that_does_not_ring_is_asked_again() {
    let server = Server::with(Ledger::silent(), "websocket.recheck = \"1s\"\n");
    let pair = server.issuer().pair("alice").issue().unwrap();
    let (token, bob) = (server.token("alice"), server.token("bob"));
    let by_token = server.open("/live", &token);
    let by_family = server.open("/live", &pair.access_token);
    let (by_subject, mut carol) =
        (server.open("/live", &bob), server.open("/live", &server.token("carol")));
    let revoked = server.revoke(async |revocations| {
        revocations.revoke_jti(token.jti()).await?;
        revocations.revoke_subject("bob").await
    });
    assert_eq!(server.get("/logout", pair.access_token.as_str()).0, 200);
    for client in [by_token, by_family, by_subject] {
        assert_eq!(reason_of_close(client), REVOKED);
    }
    assert!(revoked.elapsed() < Duration::from_secs(3), "{:?}", revoked.elapsed());
    assert_eq!(ask(&mut carol, "hello"), "hello");
}

#[test]
fn log_out_everywhere_ends_a_thousand_sockets_and_no_others() {
    let server = Server::start(Ledger::ringing());
    let (alice, bob) = (server.token("alice"), server.token("bob"));
    let theirs: Vec<_> = (0..1_000).map(|_| server.open("/live", &alice)).collect();
    let mut others: Vec<_> = (0..50).map(|_| server.open("/live", &bob)).collect();
    let revoked = server.revoke(async |revocations| revocations.revoke_subject("alice").await);
    for client in theirs {
        assert_eq!(reason_of_close(client), REVOKED);
    }
    assert!(revoked.elapsed() < Duration::from_secs(4), "{:?}", revoked.elapsed());
    for client in &mut others {
        assert_eq!(ask(client, "hello"), "hello");
    }
    eventually("the requests of the closed sockets are gone", || server.held() == 50);
    // Who is gone is watched no more.
    std::thread::sleep(Duration::from_millis(50));
    let before = server.store.asked();
    server.store.ring();
    eventually("each open socket asks", || server.store.asked() == before + 50);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(server.store.asked(), before + 50);
}

#[test]
fn sockets_that_their_clients_leave_are_forgotten() {
    let server = Server::start(Ledger::ringing());
    let alice = server.token("alice");
    let mut polite = server.open("/live", &alice);
    let rude: Vec<_> = (0..10).map(|_| server.open("/live", &alice)).collect();
    eventually("all are open", || server.held() == 11);
    polite.close(None).unwrap();
    drop(rude);
    eventually("none is held", || server.held() == 0);
    std::thread::sleep(Duration::from_millis(50));
    let before = server.store.asked();
    server.store.ring();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.store.asked(), before);
}

#[test]
fn sockets_that_the_application_leaves_are_forgotten() {
    let server = Server::start(Ledger::ringing());
    let mut client = server.open("/once", &server.token("alice"));
    assert_eq!(ask(&mut client, "hello"), "once");
    assert!(client.read().is_err(), "the connection ends");
    eventually("none is held", || server.held() == 0);
    let before = server.store.asked();
    server.store.ring();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.store.asked(), before);
}

#[test]
fn a_client_that_does_not_read_holds_nothing_up() {
    let server = Server::start(Ledger::ringing());
    let _client = server.open("/flood", &server.token("alice"));
    eventually("it is open", || server.held() == 1);
    std::thread::sleep(Duration::from_millis(300));
    server.revoke(async |revocations| revocations.revoke_subject("alice").await);
    eventually("its request is gone", || server.held() == 0);
}

#[test]
fn a_revocation_between_guard_and_socket_is_not_missed() {
    let server = Server::with(Ledger::ringing(), "revocation.timeout = \"5s\"\n");
    let token = server.token("alice");
    server.store.lag(Duration::from_secs(1));
    let client = std::thread::scope(|scope| {
        let opened = scope.spawn(|| server.open("/live", &token));
        // The guard's question has been answered by now, though the guard does not know it yet.
        std::thread::sleep(Duration::from_millis(500));
        server.revoke(async |revocations| revocations.revoke_jti(token.jti()).await);
        opened.join().unwrap()
    });
    assert_eq!(reason_of_close(client), REVOKED);
}

#[test]
fn a_store_that_fails_twice_ends_the_sockets() {
    let server = Server::start(Ledger::ringing());
    let (mut client, ticks) = {
        let alice = server.token("alice");
        (server.open("/live", &alice), server.open("/ticks", &alice))
    };
    // It may stumble once.
    server.store.fail(true);
    let before = server.store.asked();
    server.store.ring();
    eventually("it was asked", || server.store.asked() == before + 2);
    server.store.fail(false);
    eventually("it was asked again", || server.store.asked() == before + 4);
    assert_eq!(ask(&mut client, "hello"), "hello");

    server.store.fail(true);
    server.store.ring();
    assert_eq!(reason_of_close(client), "1013 revocation state unavailable");
    assert_eq!(reason_of_close(ticks), "1013 revocation state unavailable");
}

#[test]
fn a_store_that_is_too_late_ends_the_sockets() {
    let server = Server::with(Ledger::silent(), "websocket.recheck = \"1s\"\n");
    let client = server.open("/live", &server.token("alice"));
    server.store.lag(Duration::from_secs(5));
    assert_eq!(reason_of_close(client), "1013 revocation state unavailable");
}

#[test]
fn what_the_guard_does_not_ask_about_is_not_watched() {
    let lines = "revocation.kinds = [\"refresh\"]\n";
    let (excluded, server) =
        (Server::with(Ledger::ringing(), lines), Server::start(Ledger::ringing()));
    let alice = server.token("alice");
    let mut careless = server.open("/careless", &alice);
    let mut anyone = client::open(server.address, "/anyone", None).unwrap();
    let by_token = server.open("/anyone", &alice);
    let mut unasked = excluded.open("/live", &excluded.token("alice"));
    for server in [&server, &excluded] {
        server.revoke(async |revocations| revocations.revoke_subject("alice").await);
    }
    assert_eq!(reason_of_close(by_token), REVOKED);
    for client in [&mut careless, &mut anyone, &mut unasked] {
        assert_eq!(ask(client, "hello"), "hello");
    }
    assert_eq!(excluded.store.asked(), 0);
}

/// The token is meant for a quarter of an hour; here its login is over sooner.
#[test]
fn a_socket_ends_with_its_login_at_the_latest() {
    let elsewhere = actix_web::rt::System::new().block_on(builder(local("")));
    let pair = elsewhere.issuer().pair("alice").issue().unwrap();
    let short = "access_ttl = \"1s\"\nfamily.ttl = \"3s\"\n";
    let server = Server::with(Ledger::ringing(), short);
    let client = server.open("/live", &pair.access_token);
    assert_eq!(reason_of_close(client), "1008 token expired");
}
