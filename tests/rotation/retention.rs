//! For how long a store is told to remember: never shorter than the token could be taken.

use std::sync::{Arc, Mutex};

use actix_paseto::revocation::{
    Consumed, Consumption, Query, Revocation, RevocationStore, Standing, StoreFuture,
};
use actix_paseto::time::Timestamp;
use actix_web::test::init_service;
use actix_web::{App, rt};

use crate::routes::{issued, routes, with};
use crate::support::{HandClock, NOON, builder, call, local};

/// Writes down until when it must remember what it is told.
#[derive(Debug, Clone, Default)]
struct Ledger(Arc<Mutex<Vec<Option<Timestamp>>>>);

impl Ledger {
    fn write(&self, until: Option<Timestamp>) {
        self.0.lock().unwrap().push(until);
    }

    /// In seconds after noon.
    fn take(&self) -> Vec<Option<u64>> {
        let noon = Timestamp::from_unix_micros(NOON * 1_000).unwrap();
        let written = std::mem::take(&mut *self.0.lock().unwrap());
        written.iter().map(|at| at.map(|at| at.since(noon).as_secs())).collect()
    }
}

impl RevocationStore for Ledger {
    fn check<'a>(&'a self, _: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(async { Ok(Standing::Live) })
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        match revocation {
            Revocation::Token { keep_until, .. }
            | Revocation::Family { keep_until, .. }
            | Revocation::Subject { keep_until, .. } => self.write(*keep_until),
            _ => panic!("a revocation of a new sort"),
        }
        Box::pin(async { Ok(()) })
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        self.write(consumption.keep_until);
        if let Some(family) = &consumption.family {
            self.write(family.keep_until);
        }
        Box::pin(async { Ok(Consumed::First) })
    }
}

/// What is told of a use, of a log-out and of a revocation of the access token alone.
async fn told(lines: &str) -> [Vec<Option<u64>>; 3] {
    let (clock, ledger) = (HandClock::new(), Ledger::default());
    let paseto = local(lines).clock(clock.clock()).store(ledger.clone());
    let paseto = builder(paseto).await;
    let app = init_service(App::new().configure(paseto.install()).configure(routes)).await;
    let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
    let used = call(&app, with("/refresh", &refresh)).await;
    assert_eq!(used.status, 200, "{}", used.text());
    let used = ledger.take();
    assert_eq!(call(&app, with("/logout", &access)).await.status, 204);
    let left = ledger.take();
    let alone = paseto.issuer().access("alice").issue().unwrap();
    assert_eq!(call(&app, with("/logout", alone.as_str())).await.status, 204);
    [used, left, ledger.take()]
}

#[test]
fn until_no_token_of_it_can_be_taken_any_more() {
    const HOUR: u64 = 3_600;
    rt::System::new().block_on(async {
        let lives = "access_ttl = \"1h\"\nrefresh_ttl = \"4h\"\nfamily.ttl = \"10h\"";
        for leeway in [0, 30, 300] {
            let until = |hours: u64| Some(hours * HOUR + leeway);
            let lines = format!("{lives}\nleeway = \"{leeway}s\"");
            let expected = [vec![until(4), until(10)], vec![until(10)], vec![until(1)]];
            assert_eq!(told(&lines).await, expected, "{leeway}");
        }
        let never = "require_expiry = false\naccess_ttl = \"never\"\nrefresh_ttl = \"never\"\n\
            family.ttl = \"never\"";
        assert_eq!(told(never).await, [vec![None; 2], vec![None], vec![None]]);
    });
}

/// Another profile that takes the same tokens may take them for longer.
#[test]
fn as_long_as_any_profile_with_the_same_key_takes_it() {
    const HOUR: u64 = 3_600;
    rt::System::new().block_on(async {
        let lives = "access_ttl = \"1h\"\nrefresh_ttl = \"4h\"\nfamily.ttl = \"10h\"";
        let until = |hours: u64| Some(hours * HOUR + 300);
        let patient = "[patient]\nleeway = \"300s\"";
        let expected = [vec![until(4), until(10)], vec![until(10)], vec![until(1)]];
        assert_eq!(told(&format!("{lives}\n{patient}")).await, expected);
        let loyal = format!("{patient}\nfamily.ttl = \"20h\"");
        let expected = [vec![until(4), until(20)], vec![until(20)], vec![until(1)]];
        assert_eq!(told(&format!("{lives}\n{loyal}")).await, expected);
        let immortal = "[immortal]\nrequire_expiry = false\nfamily.ttl = \"never\"";
        let [used, left, _] = told(&format!("{lives}\n{immortal}")).await;
        assert_eq!((used, left), (vec![Some(4 * HOUR), None], vec![None]));
    });
}

#[test]
fn a_log_out_everywhere_is_kept_for_the_longest_life_of_all() {
    rt::System::new().block_on(async {
        for (lines, days) in [
            ("", Some(400)),
            ("[staff]\nmax_ttl = \"500d\"", Some(500)),
            ("[immortal]\nrequire_expiry = false", None),
        ] {
            let (clock, ledger) = (HandClock::new(), Ledger::default());
            let paseto = local(lines).clock(clock.clock()).store(ledger.clone());
            builder(paseto).await.revocations().revoke_subject("alice").await.unwrap();
            assert_eq!(ledger.take(), [days.map(|days: u64| days * 86_400)], "{lines}");
        }
    });
}
