//! A PostgreSQL that is away, slow or unwilling, with its data whole.

use std::thread::sleep;
use std::time::Duration;

use super::server::Stage;
use crate::kills::leave_no_two_children;
use crate::mode::Mode;
use crate::program::kill;
use crate::servers::proxy::Weather;
use crate::trial::{Trial, alone, cycles, length};

/// One fault, in this mode, as often as told.
fn breaks(mode: Mode, fault: &str, times: u32, mut act: impl FnMut(&mut Stage)) {
    let alone = alone();
    let mut stage = Stage::new(mode.lines());
    let label = (mode.name("postgres"), fault);
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, mode.propagation());
    for _ in 0..times {
        trial.cycle(|_| act(&mut stage));
    }
    trial.finish();
}

fn killed(mode: Mode) {
    breaks(mode, "`kill -9`", cycles(), |stage| {
        stage.server.kill();
        sleep(Duration::from_millis(500));
        stage.server.start_again();
    });
}

#[test]
fn killed_and_back() {
    killed(Mode::Direct);
}

#[test]
fn killed_and_back_beneath_a_copy() {
    killed(Mode::Replica);
}

#[test]
fn restarted() {
    breaks(Mode::Direct, "restart", 1, |stage| {
        stage.server.stop("INT");
        stage.server.start_again();
    });
}

#[test]
fn stopped_at_once() {
    breaks(Mode::Direct, "immediate stop", 1, |stage| {
        stage.server.stop("QUIT");
        stage.server.start_again();
    });
}

fn frozen(mode: Mode) {
    breaks(mode, "`SIGSTOP`", 1, |stage| {
        stage.server.signal_all("STOP");
        sleep(length());
        stage.server.signal_all("CONT");
    });
}

#[test]
fn stopped_and_continued() {
    frozen(Mode::Direct);
}

#[test]
fn stopped_and_continued_beneath_a_copy() {
    frozen(Mode::Replica);
}

fn weather(mode: Mode, fault: &str, weather: Weather) {
    breaks(mode, fault, 1, |stage| {
        stage.proxy.set(weather);
        sleep(length());
        stage.proxy.set(Weather::Fair);
    });
}

const SLOW: Weather =
    Weather::Slow { there: Duration::from_millis(250), back: Duration::from_millis(250) };

#[test]
fn half_a_second_of_latency() {
    weather(Mode::Direct, "latency of 500 ms", SLOW);
}

#[test]
fn half_of_the_packets_dropped() {
    weather(Mode::Direct, "half the packets dropped", Weather::Lossy);
}

#[test]
fn half_of_the_packets_dropped_beneath_a_copy() {
    weather(Mode::Replica, "half the packets dropped", Weather::Lossy);
}

#[test]
fn a_network_that_swallows_everything() {
    weather(Mode::Direct, "black hole", Weather::Hole);
}

#[test]
fn connections_that_are_reset() {
    breaks(Mode::Direct, "connections reset", 3, |stage| {
        for _ in 0..5 {
            stage.proxy.reset();
            sleep(length() / 5);
        }
    });
}

#[test]
fn backends_that_are_terminated() {
    breaks(Mode::Direct, "connections terminated", 3, |stage| {
        for _ in 0..5 {
            terminate(stage);
            sleep(length() / 5);
        }
    });
}

fn terminate(stage: &Stage) {
    stage
        .server
        .ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
}

#[test]
fn out_of_connections() {
    breaks(Mode::Direct, "out of connections", 1, |stage| {
        stage.server.ask("DROP ROLE IF EXISTS hog");
        stage.server.ask("CREATE ROLE hog LOGIN");
        let left = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'";
        let mut hogs = Vec::new();
        while stage.server.ask(left) != "0" {
            // Those that came too late for a place are gone by themselves.
            hogs.retain_mut(|hog: &mut std::process::Child| hog.try_wait().unwrap().is_none());
            hogs.extend((0..10).map(|_| stage.server.hog()));
            terminate(stage);
        }
        sleep(length());
        hogs.iter_mut().for_each(kill);
        stage
            .server
            .ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hog'");
    });
}

#[test]
fn a_server_that_only_reads() {
    breaks(Mode::Direct, "read-only", 1, |stage| {
        stage.server.ask("ALTER DATABASE app SET default_transaction_read_only = on");
        terminate(stage);
        sleep(length());
        stage.server.ask("ALTER DATABASE app RESET default_transaction_read_only");
        terminate(stage);
    });
}

#[test]
fn the_application_is_killed_while_it_refreshes() {
    let _alone = alone();
    let stage = Stage::new("timeout = \"5s\"");
    leave_no_two_children("postgres", &stage.setup);
}

fn forged(mode: Mode) {
    let alone = alone();
    let stage = Stage::new(mode.lines());
    crate::forged::cause_no_traffic(alone, mode.name("postgres"), &stage.setup, &stage.proxy);
}

#[test]
fn forged_tokens_reach_no_store() {
    forged(Mode::Direct);
}

#[test]
fn forged_tokens_reach_no_store_beneath_a_copy() {
    forged(Mode::Replica);
}
