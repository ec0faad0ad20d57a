//! What a question costs the server.

use actix_paseto::revocation::{Query, RevocationStore, SharedOptions, Standing};

use crate::node::{consume, open, options, revoke, try_open, within};
use crate::servers::postgres::{Options, Postgres};

fn full(jti: &str) -> Query<'static> {
    Query {
        jti: Some(jti.to_owned().into()),
        subject: Some("t:a".into()),
        issued_at: Some(crate::node::later(60)),
        family: Some("f".into()),
        renews: Some(crate::node::now()),
        ticket: Some("t".into()),
    }
}

/// Statements that name our functions, as the server has logged them.
fn asked(server: &Postgres, function: &str) -> usize {
    let name = format!("paseto.{function}(");
    server
        .log()
        .lines()
        .filter(|line| line.contains("LOG:  execute") && line.contains(&name))
        .count()
}

#[test]
fn every_question_is_one_statement() {
    let server = Postgres::with(Options::with(&["log_statement=all"]));
    let node = open(&server);
    let before = asked(&server, "ask");
    let begun = std::time::Instant::now();
    for _ in 0..50 {
        assert_eq!(within(node.check(&full("a"))).unwrap(), Standing::Live);
    }
    // An idle connection asks by itself twice a second.
    let own = 2 * (1 + begun.elapsed().as_millis() as usize / 400);
    let questions = asked(&server, "ask") - before;
    assert!((50..=50 + own).contains(&questions), "{questions}");
    consume(&node, "b").unwrap();
    revoke(&node, "c").unwrap();
    assert_eq!((asked(&server, "consume"), asked(&server, "revoke")), (1, 1));
    assert!(!server.log().contains("BEGIN; "));
}

#[test]
fn prepared_statements_are_prepared_once_for_each_connection() {
    let server = Postgres::with(Options::with(&["log_statement=all"]));
    let options = SharedOptions { prepared: true, connections: 1, ..options() };
    let node = try_open(&server.url(), &options).unwrap();
    for _ in 0..50 {
        within(node.check(&full("a"))).unwrap();
    }
    assert!(server.log().contains("execute s"), "no name");
}
