//! Clients of two applications, who do not know that keys change.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{App, Reply};

use super::{Deployment, key_of};

/// How long the tokens of [`Nodes`] live, and how long they are used.
const LIFE: &str = "30s";
const USE: Duration = Duration::from_secs(20);
const CLIENTS: usize = 4;

/// Two processes of one application, behind something like a load balancer: a process that is being
/// replaced is not called.
pub(super) struct Nodes {
    deployment: Deployment,
    apps: Arc<[RwLock<App>; 2]>,
}

impl Nodes {
    /// Reading every second; a new key waits for three.
    pub(super) fn start(deployment: Deployment) -> Self {
        let deployment = ["ACCESS", "REFRESH", "CUSTOM"]
            .iter()
            .fold(deployment, |all, kind| all.with(&format!("PASETO_{kind}_TTL"), LIFE));
        let deployment = deployment
            .with("LOG", "warn")
            .with("PASETO_KEYS__REFRESH", "1s")
            .with("PASETO_KEYS__PENDING", "3s")
            .with("PASETO_KEYS__TIMEOUT", "1s")
            .with("PASETO_KEYS__MAX_STALE", LIFE);
        let apps = [(); 2].map(|()| RwLock::new(deployment.start()));
        Self { deployment, apps: Arc::new(apps) }
    }

    pub(super) fn with<T>(&self, node: usize, ask: impl FnOnce(&App) -> T) -> T {
        ask(&self.apps[node].read().unwrap())
    }

    /// Every request that has begun is answered before.
    pub(super) fn restart(&self, node: usize) {
        let mut app = self.apps[node].write().unwrap();
        let old = std::mem::replace(&mut *app, self.deployment.start());
        self.deployment.end(old);
    }

    /// The state of a key there.
    pub(super) fn state(&self, node: usize, id: &str) -> Option<String> {
        let status = self.with(node, |app| app.get("/ready").send().json());
        let keys = status[0]["keys"].as_array().unwrap();
        let key: Option<&Value> = keys.iter().find(|key| key["id"] == id);
        key.map(|key| key["state"].as_str().unwrap().to_owned())
    }

    pub(super) fn clients(&self) -> Clients {
        let is_over = Arc::new(AtomicBool::new(false));
        let threads = (0..CLIENTS).map(|_| {
            let (apps, is_over) = (Arc::clone(&self.apps), Arc::clone(&is_over));
            thread::spawn(move || Client::new(apps).work(&is_over))
        });
        Clients { threads: threads.collect(), is_over }
    }

    pub(super) fn end(self) {
        let apps = Arc::into_inner(self.apps).unwrap();
        for app in apps {
            self.deployment.end(app.into_inner().unwrap());
        }
    }
}

/// They log in and call until they are stopped.
pub(super) struct Clients {
    threads: Vec<JoinHandle<Tally>>,
    is_over: Arc<AtomicBool>,
}

/// What they have seen.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) calls: usize,
    /// By which their tokens were made.
    pub(super) keys: BTreeSet<String>,
    pub(super) refusals: Vec<String>,
}

impl Clients {
    pub(super) fn stop(self) -> Tally {
        self.is_over.store(true, Ordering::SeqCst);
        let mut all = Tally::default();
        for thread in self.threads {
            let one = thread.join().unwrap();
            all.calls += one.calls;
            all.keys.extend(one.keys);
            all.refusals.extend(one.refusals);
        }
        all
    }
}

struct Client {
    apps: Arc<[RwLock<App>; 2]>,
    kept: Vec<(Instant, String)>,
    tally: Tally,
}

impl Client {
    fn new(apps: Arc<[RwLock<App>; 2]>) -> Self {
        Self { apps, kept: Vec::new(), tally: Tally::default() }
    }

    /// What is made at one is used at both at once, and again and again later.
    fn work(mut self, is_over: &AtomicBool) -> Tally {
        let mut turn = 0;
        while !is_over.load(Ordering::SeqCst) {
            turn += 1;
            let begun = Instant::now();
            if let Some(token) = self.log_in(turn % 2) {
                self.call((turn + 1) % 2, &token, begun);
                self.call(turn % 2, &token, begun);
                self.kept.push((begun, token));
            }
            self.kept.retain(|(begun, _)| begun.elapsed() < USE);
            for step in [1, 7, 31] {
                let Some(at) = (turn * step).checked_rem(self.kept.len()) else { continue };
                let (begun, token) = self.kept[at].clone();
                self.call((turn + step) % 2, &token, begun);
            }
            thread::sleep(Duration::from_millis(5));
        }
        self.tally
    }

    fn log_in(&mut self, node: usize) -> Option<String> {
        let reply = self.ask(node, |app| app.post("/login/alice").send())?;
        if reply.status != 200 {
            self.tally.refusals.push(format!("login at {node}: {} {}", reply.status, reply.body));
            return None;
        }
        let token = reply.pair().access;
        self.tally.keys.insert(key_of(&token));
        Some(token)
    }

    fn call(&mut self, node: usize, token: &str, begun: Instant) {
        let reply = self.ask(node, |app| app.get("/me").bearer(token).send());
        let Some(reply) = reply.filter(|reply| reply.status != 200) else { return };
        let (age, key) = (begun.elapsed(), key_of(token));
        let Reply { status, body, .. } = reply;
        self.tally.refusals.push(format!("call at {node}: {status} {body} {key} after {age:?}"));
    }

    fn ask(&mut self, node: usize, ask: impl FnOnce(&App) -> Reply) -> Option<Reply> {
        let app = self.apps[node].try_read().ok()?;
        self.tally.calls += 1;
        Some(ask(&app))
    }
}
