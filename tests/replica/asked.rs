//! Who is asked on the hot path: nobody.

use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::revocation::{Query, Revocation, RevocationStore as _, Standing};

use crate::node::{Server, check, later, of_token, revoke, until, within};

const CHECKS: usize = 200_000;

pub(crate) fn nobody_on_the_hot_path(server: &impl Server) {
    let (first, second) = (server.replica(), server.replica());
    revoke(&first, "a");
    until("the other node knows", || check(&second, "a").unwrap());
    let quiet = questions_in(server, Duration::from_secs(1));
    let begun = Instant::now();
    for n in 0..CHECKS {
        assert!(!check(&second, &format!("nobody {n}")).unwrap());
        assert!(check(&second, "a").unwrap());
    }
    let took = begun.elapsed();
    thread::sleep(Duration::from_millis(200));
    let quieter = questions_in(server, Duration::from_secs(1));
    println!("{} checks in {took:?}; the server is asked {quiet} a second", 2 * CHECKS);
    // What the copies ask by themselves, whoever checks.
    assert!(quiet < 300 && quieter < 300, "{quiet}, {quieter}");
    let before = server.questions();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(1) {
        assert!(check(&second, "a").unwrap());
    }
    let during = server.questions() - before;
    assert!(during < 300, "{during} questions during a second of checks");
}

fn questions_in(server: &impl Server, time: Duration) -> u64 {
    let before = server.questions();
    thread::sleep(time);
    server.questions() - before
}

/// Every kind of revocation reaches the other node, and rings there.
pub(crate) fn all_kinds_arrive(server: &impl Server) {
    let (first, second) = (server.replica(), server.replica());
    let mut changes = second.changes().unwrap();
    let family = Query { family: Some("f".into()), ..of_token("some token") };
    let of = |issued_at| Query {
        subject: Some("t:alice".into()),
        issued_at: Some(issued_at),
        ..of_token("some token")
    };
    let (before, keep_until) = (later(60), Some(later(3_600)));
    let all = [
        Revocation::Token { jti: "a".to_owned(), keep_until: None },
        Revocation::Family { family: "f".to_owned(), keep_until },
        Revocation::Subject { subject: "t:alice".to_owned(), before, keep_until },
    ];
    let asked = [of_token("a"), family, of(before)];
    for (revocation, query) in all.iter().zip(&asked) {
        let is_revoked = |store: &dyn actix_paseto::revocation::RevocationStore| {
            store.check_now(query).unwrap().unwrap() == Standing::Revoked
        };
        assert!(!is_revoked(&first) && !is_revoked(&second));
        within(first.revoke(revocation)).unwrap();
        assert!(is_revoked(&first));
        within(async {
            changes.next().await.unwrap();
            Ok(())
        })
        .unwrap();
        until("the other node knows", || is_revoked(&second));
    }
    let after = of(later(3_000));
    assert_eq!(second.check_now(&after).unwrap().unwrap(), Standing::Live);
    let health = within(second.health()).unwrap();
    assert_eq!(health.entries, Some(3));
    assert!(health.staleness.unwrap() < Duration::from_secs(1));
}
