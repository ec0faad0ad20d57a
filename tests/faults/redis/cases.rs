//! A Redis that is away, slow or unwilling, with its data whole.

use std::thread::sleep;
use std::time::Duration;

use super::server::{DURABLE, Server, Stage};
use crate::kills::leave_no_two_children;
use crate::mode::Mode;
use crate::servers::proxy::Weather;
use crate::trial::{Trial, alone, cycles, length};

/// One fault, in this mode, as often as told.
fn breaks(mode: Mode, fault: &str, times: u32, mut act: impl FnMut(&mut Stage)) {
    let alone = alone();
    let mut stage = Stage::new(DURABLE, mode.lines());
    let label = (mode.name("redis"), fault);
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, mode.propagation());
    for _ in 0..times {
        trial.cycle(|_| act(&mut stage));
    }
    trial.finish();
}

fn killed(mode: Mode) {
    breaks(mode, "`kill -9`", cycles(), |stage| {
        stage.server.kill();
        sleep(Duration::from_millis(700));
        stage.server.start_again();
    });
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
fn killed_and_back() {
    killed(Mode::Direct);
}

#[test]
fn killed_and_back_beneath_a_copy() {
    killed(Mode::Replica);
}

fn stopped(mode: Mode) {
    breaks(mode, "`SIGSTOP`", 1, |stage| {
        stage.server.signal("STOP");
        sleep(length());
        stage.server.signal("CONT");
    });
}

#[test]
fn stopped_and_continued() {
    stopped(Mode::Direct);
}

#[test]
fn stopped_and_continued_beneath_a_copy() {
    stopped(Mode::Replica);
}

#[test]
fn half_a_second_of_latency() {
    weather(Mode::Direct, "latency of 500 ms", SLOW);
}

#[test]
fn half_a_second_of_latency_beneath_a_copy() {
    weather(Mode::Replica, "latency of 500 ms", SLOW);
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
fn loading_its_data() {
    breaks(Mode::Direct, "`LOADING`", 1, |stage| {
        // So that every key is in the part that is loaded slowly.
        stage.server.ask(&["BGREWRITEAOF"]);
        sleep(Duration::from_millis(500));
        let keys = stage.server.ask(&["DBSIZE"]);
        let keys: u64 = keys[1..].split("\r\n").next().unwrap().parse().unwrap();
        let micros = (length().as_micros() as u64 / keys.max(1)).to_string();
        stage.server.kill();
        let slowly =
            ["--key-load-delay", &micros, "--loading-process-events-interval-bytes", "1024"];
        stage.server.spawn_again(&slowly);
        stage.server.wait();
    });
}

#[test]
fn a_replica_that_refuses_to_write() {
    breaks(Mode::Direct, "`READONLY`", 1, |stage| {
        // Of a master that nobody is: its data stay.
        stage.server.ask(&["REPLICAOF 127.0.0.1 1"]);
        sleep(length());
        stage.server.ask(&["REPLICAOF NO ONE"]);
    });
}

#[test]
fn out_of_memory() {
    breaks(Mode::Direct, "`OOM`", 1, |stage| {
        stage.server.ask(&["CONFIG SET maxmemory 1"]);
        sleep(length());
        stage.server.ask(&["CONFIG SET maxmemory 0"]);
    });
}

#[test]
fn keys_of_another_type() {
    breaks(Mode::Direct, "keys of another type", 1, |stage| {
        let keys = keys(&stage.server);
        for key in &keys {
            let is_list = stage.server.ask(&[&format!("TYPE {key}")]).starts_with("+list");
            let other = if is_list { "SET {key} x" } else { "LPUSH {key} x" }.replace("{key}", key);
            stage.server.ask(&["MULTI", &format!("RENAME {key} {key}.kept"), &other, "EXEC"]);
        }
        sleep(length());
        for key in &keys {
            stage.server.ask(&["MULTI", &format!("RENAME {key}.kept {key}"), "EXEC"]);
        }
    });
}

/// Those that hold more than one token, and some that hold one.
fn keys(server: &Server) -> Vec<String> {
    let told = server.ask(&["KEYS *"]);
    let names = told.lines().filter(|line| !line.starts_with(['*', '$', '+']));
    let mut names: Vec<_> = names.map(str::to_owned).collect();
    names.sort_by_key(String::len);
    names.truncate(60);
    names
}

#[test]
fn the_application_is_killed_while_it_refreshes() {
    let _alone = alone();
    let stage = Stage::new(DURABLE, "timeout = \"5s\"");
    leave_no_two_children("redis", &stage.setup);
}

fn forged(mode: Mode) {
    let alone = alone();
    let stage = Stage::new(DURABLE, mode.lines());
    crate::forged::cause_no_traffic(alone, mode.name("redis"), &stage.setup, &stage.proxy);
}

#[test]
fn forged_tokens_reach_no_store() {
    forged(Mode::Direct);
}

#[test]
fn forged_tokens_reach_no_store_beneath_a_copy() {
    forged(Mode::Replica);
}
