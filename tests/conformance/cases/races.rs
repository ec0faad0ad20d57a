//! Many at once: what must be one step is one.

use std::sync::Barrier;
use std::thread;

use actix_paseto::revocation::{Consumed, Consumption, RevocationStore};

use super::setup::{
    at, consume, fresh, grace, is_revoked, is_used, names, of_family, of_subject, once, refresh,
    revoke, revoke_family, revoke_subject, wait,
};

const RACERS: usize = 16;
const ROUNDS: usize = 12;

/// What each of the racers was told, each on a thread and a runtime of its own.
fn race(store: &dyn RevocationStore, used: impl Fn(usize) -> Consumption) -> Vec<Consumed> {
    let start = Barrier::new(RACERS);
    thread::scope(|scope| {
        let racers: Vec<_> = (0..RACERS)
            .map(|n| {
                let (used, start) = (used(n), &start);
                scope.spawn(move || {
                    wait(async {
                        start.wait();
                        consume(store, &used).await
                    })
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    })
}

/// Both at once; what the use was told.
fn duel(
    store: &dyn RevocationStore,
    used: &Consumption,
    log_out: impl AsyncFn() + Sync,
) -> Consumed {
    let start = Barrier::new(2);
    thread::scope(|scope| {
        scope.spawn(|| {
            start.wait();
            wait(log_out());
        });
        let used = scope.spawn(|| {
            start.wait();
            wait(consume(store, used))
        });
        used.join().unwrap()
    })
}

fn count(told: &[Consumed], wanted: &Consumed) -> usize {
    told.iter().filter(|told| *told == wanted).count()
}

pub(super) async fn of_many_one_is_first(store: &dyn RevocationStore) {
    for _ in 0..ROUNDS {
        let (jti, subject) = (fresh("jti"), fresh("subject"));
        let told = race(store, |_| once(&jti, &subject));
        assert_eq!(count(&told, &Consumed::First), 1, "{told:?}");
        assert_eq!(count(&told, &Consumed::Again), RACERS - 1, "{told:?}");
        assert!(is_used(store, &jti).await);
    }
}

pub(super) async fn of_many_with_grace_all_get_the_successor_of_the_first(
    store: &dyn RevocationStore,
) {
    for _ in 0..ROUNDS {
        let (jti, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
        let told = race(store, |n| Consumption {
            grace: grace(&format!("{jti} {n}"), n as u64 % 4),
            ..refresh(&jti, &family, &subject)
        });
        let first: Vec<_> = (0..RACERS).filter(|n| told[*n] == Consumed::First).collect();
        assert_eq!(first.len(), 1, "{told:?}");
        let successor = format!("{jti} {}", first[0]);
        let repeated = Consumed::Repeated { successor, at: at(first[0] as u64 % 4) };
        assert_eq!(count(&told, &repeated), RACERS - 1, "{told:?}");
        assert!(!is_revoked(store, &of_family(&family)).await);
        assert_eq!(names(store, &subject).await, [family]);
    }
}

async fn the_second_ends_it(store: &dyn RevocationStore, renews: bool) {
    for _ in 0..ROUNDS {
        let (jti, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
        let renews = renews.then(|| at(1));
        let told = race(store, |_| Consumption { renews, ..refresh(&jti, &family, &subject) });
        assert_eq!(count(&told, &Consumed::First), 1, "{told:?}");
        assert_eq!(count(&told, &Consumed::Again), 1, "{told:?}");
        assert_eq!(count(&told, &Consumed::Revoked), RACERS - 2, "{told:?}");
        assert!(is_revoked(store, &of_family(&family)).await);
        assert!(names(store, &subject).await.is_empty());
    }
}

pub(super) async fn of_many_in_a_family_the_second_ends_it(store: &dyn RevocationStore) {
    the_second_ends_it(store, false).await;
}

pub(super) async fn of_many_that_renew_one_is_first(store: &dyn RevocationStore) {
    the_second_ends_it(store, true).await;
}

/// Whoever is first: nothing survives a log-out that has been acknowledged.
async fn log_out_wins(store: &dyn RevocationStore, renews: bool) {
    for _ in 0..ROUNDS * 3 {
        let (jti, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
        let renews = renews.then(|| at(1));
        let used = Consumption { renews, ..refresh(&jti, &family, &subject) };
        let told = duel(store, &used, async || revoke_family(store, &family).await);
        assert!(matches!(told, Consumed::First | Consumed::Revoked), "{told:?}");
        assert!(is_revoked(store, &of_family(&family)).await);
        assert!(names(store, &subject).await.is_empty());
        assert_eq!(consume(store, &used).await, Consumed::Revoked);
    }
}

pub(super) async fn a_log_out_beats_a_refresh(store: &dyn RevocationStore) {
    log_out_wins(store, false).await;
}

pub(super) async fn a_log_out_beats_a_renewal(store: &dyn RevocationStore) {
    log_out_wins(store, true).await;
}

pub(super) async fn a_log_out_everywhere_beats_a_refresh(store: &dyn RevocationStore) {
    for _ in 0..ROUNDS * 3 {
        let (jti, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
        let used = refresh(&jti, &family, &subject);
        let told = duel(store, &used, async || revoke_subject(store, &subject, at(0)).await);
        assert!(matches!(told, Consumed::First | Consumed::Revoked), "{told:?}");
        assert!(is_revoked(store, &of_subject(&subject, Some(at(0)))).await);
        assert!(names(store, &subject).await.is_empty());
        assert_eq!(consume(store, &used).await, Consumed::Revoked);
    }
}

pub(super) async fn what_is_revoked_at_once_is_all_revoked(store: &dyn RevocationStore) {
    let name = fresh("crowd");
    let start = Barrier::new(RACERS);
    thread::scope(|scope| {
        for t in 0..RACERS {
            let (start, name) = (&start, &name);
            scope.spawn(move || {
                start.wait();
                for n in 0..20 {
                    let own = format!("{name} {t} {n}");
                    let seen = wait(async {
                        revoke(store, &own).await;
                        revoke(store, name).await;
                        is_used(store, &own).await && is_used(store, name).await
                    });
                    assert!(seen, "{own}");
                }
            });
        }
    });
    for n in 0..RACERS * 20 {
        assert!(is_used(store, &format!("{name} {} {}", n % RACERS, n / RACERS)).await);
    }
}
