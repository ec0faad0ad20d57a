//! Two processes on one Vault: keys change, and no client notices.
//!
//! `PASETO_TEST_ROTATION_SECONDS` says how long they roll over (default 15).

use std::thread;
use std::time::{Duration, Instant};

use crate::vault::bao::Bao;

use super::services::{on_vault, put, stored};
use super::traffic::{Nodes, Tally};
use super::{change, is_in, is_out, key_of, login, new_key, until};

/// Less often, or there are more than 16 keys before the first one's last token has died.
const PACE: Duration = Duration::from_secs(6);

fn start() -> (Bao, Nodes) {
    let bao = Bao::start();
    put(&bao, &new_key());
    let nodes = Nodes::start(on_vault(&bao));
    (bao, nodes)
}

fn patience() -> Duration {
    let seconds = std::env::var("PASETO_TEST_ROTATION_SECONDS").ok();
    Duration::from_secs(seconds.map_or(15, |text| text.parse().unwrap()))
}

/// The new key.
fn rotate(nodes: &Nodes, node: usize) -> String {
    let rotation = nodes.with(node, |app| change(app, "/keys/rotate"));
    rotation["id"].as_str().unwrap().to_owned()
}

/// Until both make tokens with it, and the clients have had some.
fn until_in_use(nodes: &Nodes, id: &str) {
    for node in [0, 1] {
        until(|| nodes.with(node, |app| key_of(&login(app))) == id);
    }
    thread::sleep(Duration::from_secs(1));
}

#[track_caller]
fn nobody_was_refused(tally: &Tally, keys: usize) {
    let Tally { calls, refusals, .. } = tally;
    assert!(refusals.is_empty(), "{} of {calls}: {refusals:#?}", refusals.len());
    assert!(*calls > 100 && tally.keys.len() >= keys, "{calls} calls, {:?}", tally.keys);
    println!("{calls} calls under {} keys", tally.keys.len());
}

#[test]
fn keys_roll_over_without_one_refusal() {
    let (_bao, nodes) = start();
    let (clients, begun) = (nodes.clients(), Instant::now());
    let mut rollovers = 0;
    while begun.elapsed() < patience() {
        let round = Instant::now();
        let id = match rollovers % 3 {
            0 => rotate(&nodes, 0),
            1 => at_once(&nodes),
            _ => rotate(&nodes, 1),
        };
        until_in_use(&nodes, &id);
        rollovers += 1;
        thread::sleep(PACE.saturating_sub(round.elapsed()));
    }
    nobody_was_refused(&clients.stop(), rollovers + 1);
    nodes.end();
}

/// Both are asked for a new key, and there is one.
fn at_once(nodes: &Nodes) -> String {
    let ids = thread::scope(|scope| {
        let asked = [0, 1].map(|node| scope.spawn(move || rotate(nodes, node)));
        asked.map(|one| one.join().unwrap())
    });
    assert_eq!(ids[0], ids[1]);
    let [id, _] = ids;
    id
}

#[test]
fn a_node_that_starts_in_the_middle_takes_part() {
    let (_bao, nodes) = start();
    let clients = nodes.clients();
    for node in [0, 1] {
        let id = rotate(&nodes, 0);
        nodes.restart(node);
        assert!(nodes.state(node, &id).is_some());
        until_in_use(&nodes, &id);
        nodes.restart(node);
        assert_eq!(nodes.state(node, &id).as_deref(), Some("active"));
    }
    nobody_was_refused(&clients.stop(), 3);
    nodes.end();
}

/// The new key begins while Vault says nothing at all.
#[test]
fn a_vault_that_hangs_in_the_middle_is_not_noticed() {
    let (bao, nodes) = start();
    let clients = nodes.clients();
    let id = rotate(&nodes, 0);
    until(|| nodes.state(1, &id).is_some());
    bao.freeze();
    until_in_use(&nodes, &id);
    // Nobody waits for it, and a rotation that cannot be is none.
    let refused = nodes.with(0, |app| {
        let token = app.login("/login/operator").access;
        app.post("/keys/rotate").bearer(&token).send()
    });
    assert_eq!(refused.status, 503, "{}", refused.body);
    bao.thaw();
    let next = rotate(&nodes, 1);
    until_in_use(&nodes, &next);
    nobody_was_refused(&clients.stop(), 3);
    nodes.end();
}

/// It forgets everything, also who is logged in; its keys come back from a backup.
#[test]
fn a_vault_that_dies_in_the_middle_and_comes_back_is_not_noticed() {
    let (mut bao, nodes) = start();
    let clients = nodes.clients();
    let id = rotate(&nodes, 0);
    until(|| nodes.state(1, &id).is_some());
    let backup = stored(&bao);
    bao.kill();
    until_in_use(&nodes, &id);
    bao.restart();
    put(&bao, &backup);
    let next = rotate(&nodes, 1);
    assert_ne!(next, id);
    until_in_use(&nodes, &next);
    nobody_was_refused(&clients.stop(), 3);
    nodes.end();
}

#[test]
fn a_revoked_key_is_refused_here_at_once_and_there_soon() {
    let (_bao, nodes) = start();
    let token = nodes.with(0, login);
    for node in [0, 1] {
        nodes.with(node, |app| is_in(app, &token));
    }
    let old = key_of(&token);
    let done = nodes.with(0, |app| change(app, &format!("/keys/revoke/{old}")));
    nodes.with(0, |app| is_out(app, &token));
    until(|| nodes.with(1, |app| app.get("/me").bearer(&token).send().status) == 401);
    let successor = done["successor"].as_str().unwrap();
    assert_eq!(nodes.state(1, successor).as_deref(), Some("active"));
    for (here, there) in [(0, 1), (1, 0)] {
        let token = nodes.with(here, login);
        assert_eq!(key_of(&token), successor);
        nodes.with(there, |app| is_in(app, &token));
    }
    nodes.restart(0);
    nodes.with(0, |app| is_out(app, &token));
    nodes.end();
}
