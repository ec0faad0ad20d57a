//! It is a store like any other.

use actix_paseto::revocation::SharedOptions;

use crate::cases::conforms;
use crate::node::{open, options, try_open};
use crate::servers::postgres::{Bouncer, Postgres};

#[test]
fn it_is_a_store_like_any_other_also_a_second_time() {
    let server = Postgres::start();
    for _ in 0..2 {
        conforms(&open(&server));
    }
}

#[test]
fn with_prepared_statements() {
    let server = Postgres::start();
    let options = SharedOptions { prepared: true, ..options() };
    conforms(&try_open(&server.url(), &options).unwrap());
}

#[test]
fn behind_a_pgbouncer_in_transaction_mode() {
    let server = Postgres::start();
    let bouncer = Bouncer::before(&server, 3);
    conforms(&try_open(&bouncer.url(), &options()).unwrap());
}
