//! Behind a PgBouncer in transaction mode, with many clients on few connections.

use std::sync::Arc;
use std::thread;

use actix_paseto::revocation::{Consumed, RevocationStore, SharedOptions, Standing};

use crate::node::{check, consume, options, revoke, try_open, until, wait};
use crate::servers::postgres::{Bouncer, Postgres};

#[test]
fn fifty_clients_do_everything_at_once_on_five_connections() {
    let mut server = Postgres::start();
    let bouncer = Bouncer::before(&server, 5);
    let options = SharedOptions { connections: 10, ..options() };
    let nodes: Vec<_> =
        (0..5).map(|_| Arc::new(try_open(&bouncer.url(), &options).unwrap())).collect();
    let clients: Vec<_> = (0..50)
        .map(|client| {
            let node = Arc::clone(&nodes[client % 5]);
            thread::spawn(move || everything(&*node, client))
        })
        .collect();
    let firsts: usize = clients.into_iter().map(|client| client.join().unwrap()).sum();
    assert_eq!(firsts, 20);

    // A server that goes away behind it is a server that goes away.
    server.kill();
    assert!(check(&*nodes[0], "0-0").is_err());
    server.start_again();
    until("an answer", || check(&*nodes[0], "x").is_ok());
    assert_eq!(check(&*nodes[0], "0-0").unwrap(), Standing::Revoked);
}

/// How many races it has won.
fn everything(node: &dyn RevocationStore, client: usize) -> usize {
    let mut won = 0;
    for n in 0..20 {
        let own = format!("{client}-{n}");
        assert_eq!(wait(node.check(&of(&own))).unwrap(), Standing::Live);
        wait(node.revoke(&crate::node::token(&own))).unwrap();
        assert_eq!(wait(node.check(&of(&own))).unwrap(), Standing::Revoked);
        let used = crate::node::consumption(&format!("race-{n}"));
        won += usize::from(wait(node.consume(&used)).unwrap() == Consumed::First);
        assert!(wait(node.families("t:alice")).unwrap().is_empty());
    }
    won
}

fn of(jti: &str) -> actix_paseto::revocation::Query<'static> {
    actix_paseto::revocation::Query { jti: Some(jti.to_owned().into()), ..Default::default() }
}

#[test]
fn two_nodes_race_and_one_wins() {
    let server = Postgres::start();
    let bouncer = Bouncer::before(&server, 2);
    let nodes = [(); 2].map(|()| try_open(&bouncer.url(), &options()).unwrap());
    for n in 0..50 {
        let jti = n.to_string();
        let won = thread::scope(|scope| {
            let both = nodes.each_ref().map(|node| scope.spawn(|| consume(node, &jti).unwrap()));
            both.map(|one| one.join().unwrap())
                .iter()
                .filter(|how| **how == Consumed::First)
                .count()
        });
        assert_eq!(won, 1);
    }
    revoke(&nodes[0], "x").unwrap();
    assert_eq!(check(&nodes[1], "x").unwrap(), Standing::Revoked);
}
