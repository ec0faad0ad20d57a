//! A Redis that has forgotten.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::server::{DURABLE, FORGETFUL, Server, Stage};
use crate::mode::Mode;
use crate::operator::{resume, void, voiding};
use crate::trial::{Trial, alone, length};

/// Refuses everybody, until an operator has spoken.
fn is_refused_until_resumed(
    mode: Mode,
    fault: &str,
    blind: Duration,
    mut stage: Stage,
    lose: impl FnOnce(&mut Stage),
) {
    let alone = alone();
    let label = (mode.name("redis"), fault);
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, mode.propagation());
    trial.broken(|trial| {
        trial.load.world().ledger.blind_until = Some(Instant::now() + blind);
        lose(&mut stage);
        sleep(length());
    });
    if trial.is_served(Duration::from_millis(700)) {
        // Says which token was let in, if any was.
        trial.finish();
        panic!("{fault}: a store that has forgotten was believed");
    }
    let url = format!("redis://127.0.0.1:{}", stage.server.port);
    trial.broken(|trial| resume(trial, &url));
    trial.recovers();
    trial.finish();
}

fn flushed(mode: Mode) {
    let stage = Stage::new(DURABLE, mode.lines());
    is_refused_until_resumed(mode, "`FLUSHALL`, then resumed", Duration::ZERO, stage, |stage| {
        stage.server.ask(&["FLUSHALL"]);
    });
}

#[test]
fn flushed_and_resumed() {
    flushed(Mode::Direct);
}

#[test]
fn flushed_and_resumed_beneath_a_copy() {
    flushed(Mode::Replica);
}

#[test]
fn flushed_and_declared_void() {
    let alone = alone();
    let stage = Stage::new(DURABLE, "after_data_loss = \"void\"");
    let label = ("redis", "`FLUSHALL`, older logins void");
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, Duration::ZERO);
    trial.cycle(|trial| {
        voiding(trial);
        stage.server.ask(&["FLUSHALL"]);
    });
    void(&trial);
    trial.finish();
}

#[test]
fn restarted_without_persistence() {
    let stage = Stage::new(FORGETFUL, "dangerous_allow_forgetting = true");
    let fault = "restart without persistence, then resumed";
    is_refused_until_resumed(Mode::Direct, fault, Duration::ZERO, stage, |stage| {
        stage.server.kill();
        stage.server.start_again();
    });
}

#[test]
fn restored_from_an_older_copy() {
    let stage = Stage::new(DURABLE, "");
    let fault = "an older copy restored, then resumed";
    is_refused_until_resumed(Mode::Direct, fault, Duration::ZERO, stage, |stage| {
        let folder = stage.server.folder.0.clone();
        let [data, copy] = ["appendonlydir", "copy"].map(|name| folder.join(name));
        assert!(Command::new("cp").arg("-a").args([&data, &copy]).status().unwrap().success());
        sleep(Duration::from_secs(1));
        stage.server.kill();
        std::fs::remove_dir_all(&data).unwrap();
        std::fs::rename(&copy, &data).unwrap();
        stage.server.start_again();
    });
}

#[test]
fn failed_over_to_an_empty_server_and_back() {
    let alone = alone();
    let stage = Stage::new(DURABLE, "");
    let empty = Server::start(DURABLE);
    let label = ("redis", "failover to an empty server and back");
    let mut trial = Trial::begin(alone, label, &stage.setup, 2, Duration::ZERO);
    trial.cycle(|trial| {
        stage.proxy.aim(empty.port);
        stage.proxy.reset();
        sleep(length());
        assert!(!trial.is_served(Duration::from_millis(500)), "an empty store was believed");
        stage.proxy.aim(stage.server.port);
        stage.proxy.reset();
    });
    trial.finish();
}

/// A server is looked at once a second, and on a busy machine that takes a moment.
const LOOK: Duration = Duration::from_secs(4);

/// A server that begins to evict while the application runs: entries go, one by one. What goes
/// before it is looked at again is not known to be gone.
fn evicted(fault: &str, evict: impl FnOnce(&Server)) {
    let stage = Stage::new(DURABLE, "");
    is_refused_until_resumed(Mode::Direct, fault, LOOK, stage, |stage| {
        evict(&stage.server);
        sleep(length().max(LOOK));
        stage.server.ask(&["CONFIG SET maxmemory 0", "CONFIG SET maxmemory-policy noeviction"]);
        assert_ne!(number(&stage.server, "stats", "evicted_keys"), 0, "nothing was evicted");
    });
}

fn number(server: &Server, section: &str, name: &str) -> u64 {
    let told = server.ask(&[&format!("INFO {section}")]);
    let mut values = told.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    values.next().unwrap().trim().parse().unwrap()
}

#[test]
fn told_to_evict() {
    evicted("`allkeys-lru` while running, then resumed", |server| {
        server.ask(&["CONFIG SET maxmemory-policy allkeys-lru"]);
        sleep(length());
        server.ask(&["CONFIG SET maxmemory 1"]);
    });
}

/// What is asked all the time stays longest: the epoch, and few others. What a server does not count
/// (it says how much) differs, so it is given less and less until some go.
fn squeeze(server: &Server) {
    let used = number(server, "memory", "used_memory");
    for percent in (5..=95).rev().step_by(5) {
        let less = used * percent / 100;
        server.ask(&[&format!("CONFIG SET maxmemory {less} maxmemory-policy allkeys-lru")]);
        sleep(Duration::from_millis(20));
        if number(server, "stats", "evicted_keys") > 0 {
            return;
        }
    }
}

#[test]
fn told_to_evict_a_little_at_once() {
    evicted("`allkeys-lru`, some entries gone at once, then resumed", squeeze);
}

#[test]
fn told_to_evict_for_a_moment() {
    evicted("`allkeys-lru` for 100 ms, then resumed", |server| {
        squeeze(server);
        sleep(Duration::from_millis(100));
        server.ask(&["CONFIG SET maxmemory 0", "CONFIG SET maxmemory-policy noeviction"]);
    });
}
