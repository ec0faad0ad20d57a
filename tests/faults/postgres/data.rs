//! A PostgreSQL that has forgotten.

use std::thread::sleep;
use std::time::Duration;

use super::server::{Stage, url};
use crate::mode::Mode;
use crate::operator::{resume, void, voiding};
use crate::program::wait_until;
use crate::trial::{Trial, alone, length};

/// Refuses everybody, until an operator has spoken.
pub(crate) fn is_refused_until_resumed(
    mode: Mode,
    fault: &str,
    mut stage: Stage,
    lose: impl FnOnce(&mut Stage),
) {
    let alone = alone();
    let label = (mode.name("postgres"), fault);
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, mode.propagation());
    trial.broken(|_| {
        lose(&mut stage);
        sleep(length());
    });
    if trial.is_served(Duration::from_millis(700)) {
        // Says which token was let in, if any was.
        trial.finish();
        panic!("{fault}: a store that has forgotten was believed");
    }
    trial.broken(|trial| resume(trial, &url(stage.proxy.port())));
    trial.recovers();
    trial.finish();
}

/// Whoever writes meanwhile may be in the way.
fn truncate(stage: &Stage, tables: &[String]) {
    let sql = format!("TRUNCATE {}", tables.join(", "));
    wait_until("truncated", || stage.server.try_ask_in(&sql));
}

/// Our tables, but for the one that says of which version they are.
fn tables(stage: &Stage) -> Vec<String> {
    let all = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'version'";
    stage.server.ask_in(all).lines().map(str::to_owned).collect()
}

fn truncated(mode: Mode) {
    let stage = Stage::new(mode.lines());
    is_refused_until_resumed(mode, "`TRUNCATE`, then resumed", stage, |stage| {
        truncate(stage, &tables(stage));
    });
}

#[test]
fn truncated_and_resumed() {
    truncated(Mode::Direct);
}

#[test]
fn truncated_and_resumed_beneath_a_copy() {
    truncated(Mode::Replica);
}

#[test]
fn one_table_truncated_and_resumed() {
    let stage = Stage::new("");
    let fault = "`TRUNCATE` of the revoked tokens alone, then resumed";
    is_refused_until_resumed(Mode::Direct, fault, stage, |stage| {
        let tables = tables(stage);
        let tokens = tables.iter().find(|table| table.contains("token") || table.contains("entr"));
        truncate(stage, &[tokens.unwrap().clone()]);
    });
}

#[test]
fn truncated_and_declared_void() {
    let alone = alone();
    let stage = Stage::new("after_data_loss = \"void\"");
    let label = ("postgres", "`TRUNCATE`, older logins void");
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, Duration::ZERO);
    trial.cycle(|trial| {
        voiding(trial);
        truncate(&stage, &tables(&stage));
    });
    void(&trial);
    trial.finish();
}
