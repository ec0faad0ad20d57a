//! A PostgreSQL whose standby takes over.

use std::thread::sleep;
use std::time::Duration;

use super::data::is_refused_until_resumed;
use super::server::{Server, Stage, tool};
use crate::mode::Mode;
use crate::program::{Folder, run, wait_until};
use crate::trial::{Trial, alone};

/// One that follows this server, and has all that is there.
fn standby_of(server: &Server) -> Server {
    let folder = Folder::new();
    let mut copy = tool("pg_basebackup", &folder.0);
    copy.args(["-h", "127.0.0.1", "-p", &server.port.to_string(), "-U", "postgres", "-D", "data"]);
    run({
        copy.args([
            "--write-recovery-conf",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--no-sync",
        ]);
        copy
    });
    let standby = Server::start_in(folder);
    wait_until("the standby", || server.ask("SELECT count(*) FROM pg_stat_replication") == "1");
    standby
}

/// The standby becomes the server; what was the server is gone.
fn fail_over(stage: &mut Stage, standby: &mut Server) {
    stage.server.kill();
    sleep(Duration::from_millis(300));
    std::mem::swap(&mut stage.server, standby);
    stage.server.ask("SELECT pg_promote()");
    wait_until("the promotion", || stage.server.ask("SELECT pg_is_in_recovery()") == "f");
    stage.proxy.aim(stage.server.port);
}

fn set(server: &Server, setting: &str) {
    server.ask(&format!("ALTER SYSTEM SET {setting}"));
    server.ask("SELECT pg_reload_conf()");
}

#[test]
fn failed_over_to_a_synchronous_standby() {
    let alone = alone();
    let mut stage = Stage::new("");
    let mut standby = standby_of(&stage.server);
    set(&stage.server, "synchronous_standby_names = '*'");
    let label = ("postgres", "failover to a synchronous standby");
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, Duration::ZERO);
    trial.cycle(|_| {
        fail_over(&mut stage, &mut standby);
    });
    trial.finish();
}

#[test]
fn failed_over_to_a_standby_that_lags() {
    let stage = Stage::new("");
    let mut standby = standby_of(&stage.server);
    let fault = "failover to a standby that lags, then resumed";
    is_refused_until_resumed(Mode::Direct, fault, stage, move |stage| {
        set(&standby, "primary_conninfo = ''");
        sleep(Duration::from_secs(1));
        fail_over(stage, &mut standby);
    });
}
