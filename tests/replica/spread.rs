//! How soon a revocation is known on another node.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::revocation::RevocationStore;

use crate::node::{Server, check, of_token, token, wait};

const REVOCATIONS: usize = 2_000;

/// So that there are about two hundred a second.
const PACE: Duration = Duration::from_millis(5);

const LOAD: u64 = 2_000;

const SOON: Duration = Duration::from_millis(100);

/// While each node answers 2,000 checks a second.
pub(crate) fn soon_on_every_node(server: &impl Server, name: &str) {
    let (first, second) = (server.replica(), server.replica());
    let jtis: Vec<_> = (0..REVOCATIONS).map(|n| format!("spread {n}")).collect();
    let acknowledged = Mutex::new(vec![None; REVOCATIONS]);
    let (is_over, checks) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut took = thread::scope(|scope| {
        for node in [&first, &second] {
            scope.spawn(|| load(node, &is_over, &checks));
        }
        let seen = scope.spawn(|| watch(&second, &jtis));
        wait(async {
            for (n, jti) in jtis.iter().enumerate() {
                first.revoke(&token(jti)).await.unwrap();
                acknowledged.lock().unwrap()[n] = Some(Instant::now());
                assert!(check(&first, jti).unwrap(), "the node itself knows at once");
                tokio::time::sleep(PACE).await;
            }
        });
        let seen = seen.join().unwrap();
        is_over.store(true, Ordering::Relaxed);
        let acknowledged = acknowledged.lock().unwrap();
        let took = seen.iter().zip(acknowledged.iter());
        took.map(|(seen, told)| seen.saturating_duration_since(told.unwrap())).collect::<Vec<_>>()
    });
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 1_000];
    println!(
        "{name}: {REVOCATIONS} revocations on another node after p50 {:?}, p99 {:?}, max {:?} \
         ({} checks meanwhile)",
        at(500),
        at(990),
        at(1_000),
        checks.into_inner()
    );
    assert!(at(990) < SOON, "{:?}", at(990));
}

/// Two thousand a second, in steps of ten milliseconds.
fn load(node: &dyn RevocationStore, is_over: &AtomicBool, checks: &AtomicU64) {
    let begun = Instant::now();
    let mut done = 0;
    while !is_over.load(Ordering::Relaxed) {
        let due = u64::try_from(begun.elapsed().as_millis()).unwrap() * LOAD / 1_000;
        for n in done..due {
            let answer = node.check_now(&of_token(&format!("nobody revoked {n}")));
            answer.unwrap().unwrap();
        }
        checks.fetch_add(due - done, Ordering::Relaxed);
        done = due;
        thread::sleep(Duration::from_millis(10));
    }
}

/// When each was seen; they come in the order in which they were revoked.
fn watch(node: &dyn RevocationStore, jtis: &[String]) -> Vec<Instant> {
    let begun = Instant::now();
    let when = |jti: &String| {
        while !check(node, jti).unwrap() {
            assert!(begun.elapsed() < Duration::from_secs(120), "{jti} was missed");
            thread::sleep(Duration::from_micros(500));
        }
        Instant::now()
    };
    jtis.iter().map(when).collect()
}
