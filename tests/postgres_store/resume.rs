//! An operator's word after a loss.

use actix_paseto::revocation::{OlderTokens, RevocationStore, Standing};

use crate::node::{check, check_login, now, open, revoke, until, within};
use crate::servers::postgres::Postgres;

fn after_a_loss(older: OlderTokens) -> Standing {
    let server = Postgres::start();
    let (node, other) = (open(&server), open(&server));
    std::thread::sleep(std::time::Duration::from_millis(5));
    let login = now();
    revoke(&node, "a").unwrap();
    server.sql("TRUNCATE paseto.subject");
    assert!(check(&node, "a").is_err());
    assert!(within(node.health()).is_err());
    within(node.resume(older)).unwrap();
    for node in [&node, &other] {
        until("an answer", || check(node, "a").is_ok());
        // Ids are what they were: what is left counts.
        assert_eq!(check(node, "a").unwrap(), Standing::Revoked);
        assert_eq!(check(node, "b").unwrap(), Standing::Live);
        assert!(within(node.health()).is_ok());
    }
    revoke(&other, "c").unwrap();
    assert_eq!(check(&node, "c").unwrap(), Standing::Revoked);
    assert_eq!(check_login(&node, now()), Standing::Live);
    assert_eq!(check_login(&other, login), check_login(&node, login));
    check_login(&node, login)
}

#[test]
fn older_logins_count_no_longer() {
    assert_eq!(after_a_loss(OlderTokens::Void), Standing::Revoked);
}

#[test]
fn or_they_do_at_the_operators_risk() {
    assert_eq!(after_a_loss(OlderTokens::DangerouslyKeep), Standing::Live);
}

#[test]
fn a_store_that_is_well_or_whose_epoch_is_gone_can_be_resumed_too() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    within(node.resume(OlderTokens::DangerouslyKeep)).unwrap();
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    server.sql("DELETE FROM paseto.space");
    assert!(check(&node, "a").is_err());
    within(node.resume(OlderTokens::Void)).unwrap();
    until("an answer", || check(&node, "b").is_ok());
    revoke(&node, "c").unwrap();
    assert_eq!(check(&node, "c").unwrap(), Standing::Revoked);
}
