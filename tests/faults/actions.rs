//! What a crowd of users does.

use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use actix_paseto::codec::LocalKey;
use futures_util::future::join_all;
use serde_json::json;

use crate::client::{Answer, Client, request};
use crate::ledger::{Login, Standing};
use crate::load::World;
use crate::samples::{Route, Sample};

#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    LogIn,
    Live,
    Ended,
    Refresh,
    LogOut {
        everywhere: bool,
    },
    /// A refresh token that was used before.
    Replay,
    /// One refresh token twice at once.
    Race,
    Forged,
    Plain,
    Trusting,
}

/// A fixed mixture in a fixed order.
#[derive(Debug, Default)]
pub(crate) struct Mix(u64);

impl Mix {
    pub(crate) fn next(&mut self) -> Action {
        self.0 += 1;
        // Prime to 100, so that a hundred in a row hold each of them.
        match (self.0 * 37) % 100 {
            0..48 => Action::Live,
            48..63 => Action::Ended,
            63..71 => Action::Plain,
            71..77 => Action::Trusting,
            77..85 => Action::Forged,
            85..89 => Action::LogIn,
            89..95 => Action::Refresh,
            95..97 => Action::LogOut { everywhere: false },
            97 => Action::LogOut { everywhere: true },
            98 => Action::Replay,
            _ => Action::Race,
        }
    }
}

pub(crate) struct Crowd {
    nodes: Vec<Client>,
    world: Arc<Mutex<World>>,
    forged: Vec<String>,
    turn: Cell<usize>,
    under_way: Cell<usize>,
}

impl Crowd {
    pub(crate) fn new(ports: &[u16], world: Arc<Mutex<World>>, key: &LocalKey) -> Self {
        let nodes = ports.iter().map(|port| Client::to(*port)).collect();
        let forged = forged(key);
        Self { nodes, world, forged, turn: Cell::default(), under_way: Cell::default() }
    }

    pub(crate) fn under_way(&self) -> usize {
        self.under_way.get()
    }

    fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.world.lock().unwrap())
    }

    fn turn(&self) -> usize {
        // Prime, so that nodes, logins and tokens are not met in lockstep.
        self.turn.set(self.turn.get().wrapping_add(7_919));
        self.turn.get()
    }

    async fn ask(&self, route: Route, method: &str, path: &str, token: &str) -> Option<Answer> {
        let node = &self.nodes[self.turn() % self.nodes.len()];
        self.ask_node(node, route, method, path, token).await
    }

    async fn ask_node(
        &self,
        node: &Client,
        route: Route,
        method: &str,
        path: &str,
        token: &str,
    ) -> Option<Answer> {
        self.under_way.set(self.under_way.get() + 1);
        let sent = Instant::now();
        let token = Some(token).filter(|token| !token.is_empty());
        let answer = node.ask(&request(method, path, token)).await;
        self.under_way.set(self.under_way.get() - 1);
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let sample = Sample { route, sent, took: sent.elapsed(), status };
        self.with(|world| world.samples.0.push(sample));
        answer
    }

    /// One login, by chance, of which this holds.
    fn pick(&self, wanted: impl Fn(Standing, bool) -> bool) -> Option<usize> {
        let start = self.turn();
        self.with(|world| {
            let logins = &world.ledger.logins;
            let mut tried = (0..60).map(|n| (start + n * 31) % logins.len());
            tried.find(|n| wanted(logins[*n].standing, logins[*n].is_busy))
        })
    }

    pub(crate) async fn act(&self, action: Action) {
        let is_live = |standing, _| standing == Standing::Live;
        let can_refresh = |standing, is_busy: bool| standing == Standing::Live && !is_busy;
        let is_ended = |standing, _| matches!(standing, Standing::Ended(_));
        let is_open = |standing, is_busy: bool| !is_busy && !is_ended(standing, false);
        let login = match action {
            Action::LogIn => return self.log_in().await,
            Action::Forged => return self.forged().await,
            Action::Plain => return self.plain().await,
            Action::Live | Action::Trusting => self.pick(is_live),
            Action::Ended => self.pick(is_ended),
            Action::Refresh | Action::Race => self.pick(can_refresh),
            Action::Replay | Action::LogOut { .. } => self.pick(is_open),
        };
        let Some(login) = login else { return self.plain().await };
        match action {
            Action::Live => self.me(login).await,
            Action::Trusting => self.trusting(login).await,
            Action::Ended => self.ended(login).await,
            Action::Refresh => self.refresh(login).await,
            Action::Race => self.race(login).await,
            Action::Replay => self.replay(login).await,
            Action::LogOut { everywhere } => self.log_out(login, everywhere).await,
            Action::LogIn | Action::Forged | Action::Plain => {}
        }
    }

    async fn log_in(&self) {
        let user = format!("user-{}", self.turn());
        let answer = self.ask(Route::Guarded, "POST", &format!("/login/{user}"), "").await;
        self.with(|world| match answer {
            Some(answer) if answer.status == 200 => world.ledger.began(user, &answer),
            Some(answer) if answer.status == 503 && answer.retry_after => {}
            None if world.ledger.may_be_silent => {}
            other => world.ledger.wrong.push(format!("login: {other:?}")),
        });
    }

    async fn plain(&self) {
        let answer = self.ask(Route::Free, "GET", "/plain", "").await;
        self.with(|world| world.ledger.free("plain", answer.as_ref()));
    }

    async fn forged(&self) {
        let token = &self.forged[self.turn() % self.forged.len()];
        let answer = self.ask(Route::Free, "GET", "/me", token).await;
        self.with(|world| world.ledger.refused(answer.as_ref()));
    }

    async fn trusting(&self, login: usize) {
        let token = self.with(|world| world.ledger.logins[login].access[0].clone());
        let answer = self.ask(Route::Free, "GET", "/trusting", &token).await;
        self.with(|world| world.ledger.free("trusting", answer.as_ref()));
    }

    async fn me(&self, login: usize) {
        let turn = self.turn();
        let (shown, token) = self.with(|world| {
            let tokens = &world.ledger.logins[login].access;
            (world.ledger.shown(login), tokens[turn % tokens.len()].clone())
        });
        let answer = self.ask(Route::Guarded, "GET", "/me", &token).await;
        self.with(|world| world.ledger.heed("access", &shown, answer.as_ref()));
    }

    /// Any token of a login that is over.
    async fn ended(&self, login: usize) {
        let turn = self.turn();
        if !turn.is_multiple_of(3) {
            return self.me(login).await;
        }
        let (shown, token) = self.with(|world| {
            let Login { used, refresh, .. } = &world.ledger.logins[login];
            let token = if turn.is_multiple_of(2) { used.last() } else { None };
            (world.ledger.shown(login), token.unwrap_or(refresh).clone())
        });
        let answer = self.ask(Route::Guarded, "POST", "/refresh", &token).await;
        self.with(|world| world.ledger.heed("refresh ended", &shown, answer.as_ref()));
    }

    async fn refresh(&self, login: usize) {
        let (shown, token) = self.with(|world| {
            world.ledger.logins[login].is_busy = true;
            (world.ledger.shown(login), world.ledger.logins[login].refresh.clone())
        });
        let answer = self.ask(Route::Guarded, "POST", "/refresh", &token).await;
        self.with(|world| world.ledger.refreshed(&shown, answer.as_ref()));
    }

    async fn race(&self, login: usize) {
        let (shown, token) = self.with(|world| {
            world.ledger.logins[login].is_busy = true;
            world.ledger.doubt(login);
            (world.ledger.shown(login), world.ledger.logins[login].refresh.clone())
        });
        let both = [0, 1].map(|_| self.ask(Route::Guarded, "POST", "/refresh", &token));
        let answers = join_all(both).await;
        self.with(|world| world.ledger.raced(&shown, &answers, 1));
    }

    async fn replay(&self, login: usize) {
        let (shown, token) = self.with(|world| {
            let token = world.ledger.logins[login].used.last().cloned();
            if token.is_some() {
                world.ledger.doubt(login);
            }
            (world.ledger.shown(login), token)
        });
        let Some(token) = token else { return };
        let answer = self.ask(Route::Guarded, "POST", "/refresh", &token).await;
        self.with(|world| world.ledger.raced(&shown, &[answer], 0));
    }

    async fn log_out(&self, login: usize, everywhere: bool) {
        let (shown, token) = self.with(|world| {
            world.ledger.doubt(login);
            (world.ledger.shown(login), world.ledger.logins[login].access[0].clone())
        });
        let path = if everywhere { "/logout/everywhere" } else { "/logout" };
        let answer = self.ask(Route::Guarded, "POST", path, &token).await;
        self.with(|world| world.ledger.logged_out(&shown, answer.as_ref()));
    }

    /// People to begin with; some have left again.
    pub(crate) async fn gather(&self, count: usize) {
        for _ in 0..count / 10 {
            join_all((0..10).map(|_| self.log_in())).await;
        }
        join_all((0..count / 5).map(|n| self.log_out(n, n % 3 == 0))).await;
        join_all((count / 5..count / 2).map(|n| self.refresh(n))).await;
    }

    /// Until all that was asked is answered.
    pub(crate) async fn settle(&self) {
        let begun = Instant::now();
        while self.under_way() > 0 && begun.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Every token that is over, once more at every node, and some that are not.
    pub(crate) async fn sweep(&self) {
        let count = self.with(|world| world.ledger.logins.len());
        let newest: Vec<_> = (0..count).rev().take(1_500).collect();
        for logins in newest.chunks(20) {
            join_all(logins.iter().map(|login| self.show_all(*login))).await;
        }
    }

    async fn show_all(&self, login: usize) {
        for node in &self.nodes {
            let tokens = self.with(|world| world.ledger.logins[login].access.clone());
            for token in tokens {
                let shown = self.with(|world| world.ledger.shown(login));
                let answer = self.ask_node(node, Route::Guarded, "GET", "/me", &token).await;
                self.with(|world| world.ledger.heed("access, at last,", &shown, answer.as_ref()));
            }
        }
        let is_ended =
            |world: &mut World| matches!(world.ledger.logins[login].standing, Standing::Ended(_));
        if self.with(is_ended) {
            self.ended(login).await;
        }
    }
}

/// Of another key, over since an hour, and no token at all.
pub(crate) fn forged(key: &LocalKey) -> Vec<String> {
    let hour = Duration::from_secs(3_600);
    let at = |time: SystemTime| {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        crate::clock::rfc3339(since.as_millis() as u64)
    };
    let now = SystemTime::now();
    let claims = |end| {
        json!({
            "sub": "user-0", "type": "access", "jti": "0123456789abcdef", "fresh": false,
            "iat": at(now - 2 * hour), "nbf": at(now - 2 * hour), "exp": at(end),
        })
    };
    let other = LocalKey::generate().unwrap();
    let sealed =
        |key: &LocalKey, end| key.seal(claims(end).to_string().as_bytes(), b"", b"").unwrap();
    let good = sealed(&other, now + hour);
    vec![good.clone(), sealed(key, now - hour), "v4.local.AAAA".to_owned(), good[..80].to_owned()]
}
