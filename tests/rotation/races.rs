//! Many at once, over real connections to a server with two threads.

use std::collections::HashSet;
use std::sync::Barrier;
use std::thread;

use actix_paseto::PasetoBuilder;
use actix_paseto::revocation::{FileStore, MemoryStore};

use crate::client::{Answer, Client, bearing, serve};
use crate::leaving::{BY_ACCESS, Login, OTHERS, Way};
use crate::routes::{issued, system};
use crate::support::local;

/// Clients at once, and how often.
const CLIENTS: usize = 100;
const ROUNDS: usize = 1_000;
const LOG_OUTS: usize = 10_000;

/// All but the last byte first, so that every request waits at the server's door; then all the last
/// bytes, from four threads.
fn burst(clients: &mut [Client], token: &str) -> Vec<Answer> {
    let bytes = bearing("/refresh", token);
    let (all_but_last, last) = bytes.split_at(bytes.len() - 1);
    for client in clients.iter_mut() {
        client.write(all_but_last);
    }
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for part in clients.chunks_mut(CLIENTS / 4) {
            scope.spawn(|| {
                start.wait();
                part.iter_mut().for_each(|client| client.write(last));
            });
        }
    });
    clients.iter_mut().map(Client::read).collect()
}

/// One winner each time, and whoever it is is not settled beforehand.
fn one_winner(builder: PasetoBuilder, rounds: usize) {
    let (address, issuer) = serve(builder);
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| Client::connect(address)).collect();
    let mut winners = HashSet::new();
    for round in 0..rounds {
        let (access, refresh) = issued(issuer.pair("alice").issue().unwrap());
        let answers = burst(&mut clients, &refresh);
        let won: Vec<usize> =
            (0..CLIENTS).filter(|client| answers[*client].status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}");
        winners.extend(won);
        let refused = answers.iter().map(Answer::verdict).filter(|(status, _)| *status == 401);
        let (first, others): (Vec<_>, Vec<_>) = refused.partition(|(_, code)| code == "token_used");
        // The first who came too late ended the family; the others met that.
        assert!(!first.is_empty(), "round {round}");
        assert!(
            others.iter().all(|(_, code)| code == "token_revoked"),
            "round {round}: {others:?}"
        );
        let over = clients[0].ask(&bearing("/claims", &access)).verdict();
        assert_eq!(over, (401, "token_revoked".to_owned()));
    }
    assert!(winners.len() > 1, "the same client always won: that was no race");
}

#[test]
fn of_a_hundred_parallel_uses_one_wins_a_thousand_times() {
    one_winner(local("").store(MemoryStore::new(10_000_000, system())), ROUNDS);
}

#[test]
fn of_a_hundred_parallel_uses_one_wins_on_the_disk_as_well() {
    let folder = std::env::temp_dir().join(format!("paseto-races-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let store = FileStore::open(folder.join("store"), 1_000_000, system()).unwrap();
    one_winner(local("revocation.timeout = \"10s\"").store(store), ROUNDS / 20);
    std::fs::remove_dir_all(folder).unwrap();
}

/// How the rounds of a refresh and a log-out went.
#[derive(Debug, Default)]
struct Met {
    /// Both succeeded: the refresh was first.
    refreshed: usize,
    /// The log-out was first.
    refused: usize,
    /// The refresh was first, and the log-out found its token used.
    late: usize,
}

impl Met {
    /// Whether the login is over, as it is once the log-out has succeeded.
    fn note(&mut self, way: &Way, refreshed: &Answer, left: &Answer) -> bool {
        let refused = (401, "token_revoked".to_owned());
        let is_late = way.may_be_late && left.verdict() == refused;
        assert!(is_late || left.status == way.left, "{}: {:?}", way.name, left.verdict());
        if refreshed.status != 200 {
            assert_eq!((refreshed.verdict(), is_late), (refused, false), "{}", way.name);
        }
        let count = match (refreshed.status, is_late) {
            (200, false) => &mut self.refreshed,
            (200, true) => &mut self.late,
            _ => &mut self.refused,
        };
        *count += 1;
        !is_late
    }
}

/// However the two meet: once the log-out has succeeded nothing of the login works.
fn leave(way: &Way, rounds: usize) -> Met {
    let (address, _) = serve(local("").store(MemoryStore::new(10_000_000, system())));
    let (mut refreshing, mut leaving) = (Client::connect(address), Client::connect(address));
    let mut met = Met::default();
    for round in 0..rounds {
        let login = Login::of(&leaving.ask(&way.login(round)));
        let (refresh, log_out) = (login.refresh(), (way.leave)(&login));
        let (refreshed, left) = at_once((&mut refreshing, &refresh), (&mut leaving, &log_out));
        if met.note(way, &refreshed, &left) {
            let child = (refreshed.status == 200).then(|| Login::of(&refreshed));
            child.iter().chain([&login]).for_each(|login| login.assert_is_over(&mut leaving));
        }
    }
    met
}

fn at_once(one: (&mut Client, &[u8]), other: (&mut Client, &[u8])) -> (Answer, Answer) {
    let start = Barrier::new(2);
    let ask = |(client, request): (&mut Client, &[u8])| {
        start.wait();
        client.ask(request)
    };
    thread::scope(|scope| {
        let one = scope.spawn(|| ask(one));
        let other = ask(other);
        (one.join().unwrap(), other)
    })
}

fn no_survivor(way: &Way, rounds: usize) {
    let met = leave(way, rounds);
    println!("{}: {met:?}", way.name);
    assert!(met.refreshed + met.late > 0 && met.refused > 0, "{met:?}: that was no race");
}

#[test]
fn a_refresh_that_races_a_log_out_leaves_no_survivor() {
    no_survivor(&BY_ACCESS, LOG_OUTS);
}

#[test]
fn a_refresh_that_races_another_way_out_leaves_no_survivor() {
    OTHERS.iter().for_each(|way| no_survivor(way, ROUNDS));
}
