//! Logging out, and the list of logins.

use std::time::{Duration, SystemTime};

use actix_paseto::kind::Purpose;
use actix_web::rt;

use crate::routes::{STORES, issued, pair, serve, with};
use crate::support::{NOON, call, post};

fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

#[test]
fn a_log_out_ends_one_login_whichever_token_it_is_asked_with() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let (phone, phone_refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (laptop, _) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (_, tablet) = issued(paseto.issuer().pair("alice").issue().unwrap());
            assert_eq!(call(&app, with("/logout", &phone)).await.status, 204);
            assert_eq!(call(&app, with("/logout", &tablet)).await.status, 204);
            for (path, token) in
                [("/claims", &phone), ("/refresh", &phone_refresh), ("/refresh", &tablet)]
            {
                let verdict = call(&app, with(path, token)).await.verdict();
                assert_eq!(verdict, (401, "token_revoked".into()), "{path}");
            }
            assert_eq!(call(&app, with("/claims", &laptop)).await.status, 200);
            // A token of no family goes alone.
            let alone = paseto.issuer().access("alice").issue().unwrap();
            assert_eq!(call(&app, with("/logout", alone.as_str())).await.status, 204);
            assert_eq!(call(&app, with("/claims", alone.as_str())).await.code(), "token_revoked");
            assert_eq!(call(&app, with("/claims", &laptop)).await.status, 200);
        }
    });
}

#[test]
fn everywhere_is_also_what_a_refresh_makes_afterwards() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (clock, paseto, app) = serve!(store, "");
            let revocations = paseto.revocations();
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (_, bob) = issued(paseto.issuer().pair("bob").issue().unwrap());
            clock.forward(1_000);
            // Between the check of the old token and the making of the new ones.
            let (access, child) = pair(&call(&app, with("/refresh/again", &refresh)).await);
            revocations.revoke_subject_before("alice", at(NOON)).await.unwrap();
            for token in [&access, &child, &refresh] {
                assert_eq!(call(&app, with("/claims", token)).await.code(), "token_revoked");
            }
            clock.forward(1);
            let (again, _) = issued(paseto.issuer().pair("alice").issue().unwrap());
            assert_eq!(call(&app, with("/claims", &again)).await.status, 200);
            clock.forward(1);
            revocations.revoke_subject("alice").await.unwrap();
            assert_eq!(call(&app, with("/claims", &again)).await.code(), "token_revoked");
            assert_eq!(call(&app, with("/claims", &bob)).await.status, 200);
        }
    });
}

#[test]
fn an_instant_ahead_is_now() {
    rt::System::new().block_on(async {
        let (clock, paseto, app) = serve!(STORES[0], "");
        let ahead = at(NOON + 3_600_000);
        paseto.revocations().revoke_subject_before("alice", ahead).await.unwrap();
        clock.forward(1_000);
        let (access, _) = issued(paseto.issuer().pair("alice").issue().unwrap());
        assert_eq!(call(&app, with("/claims", &access)).await.status, 200);
        // Beyond the year 9999, and before 1970.
        let (beyond, long_ago) =
            (at(300_000_000_000_000), SystemTime::UNIX_EPOCH - Duration::from_secs(1));
        paseto.revocations().revoke_subject_before("alice", long_ago).await.unwrap();
        assert_eq!(call(&app, with("/claims", &access)).await.status, 200);
        paseto.revocations().revoke_subject_before("alice", beyond).await.unwrap();
        assert_eq!(call(&app, with("/claims", &access)).await.code(), "token_revoked");
    });
}

#[test]
fn logins_are_listed_with_their_labels_and_ended_one_by_one() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (clock, paseto, app) = serve!(store, "");
            let revocations = paseto.revocations();
            let (_, phone) = pair(&call(&app, post("/login/alice/phone")).await);
            clock.forward(1_000);
            let (laptop, _) = pair(&call(&app, post("/login/alice/laptop")).await);
            let (bob, _) = pair(&call(&app, post("/login/bob/desk")).await);
            let labels = |list: &[actix_paseto::LiveFamily]| {
                list.iter().map(|of| of.label.clone().unwrap_or_default()).collect::<Vec<_>>()
            };
            let list = revocations.families("alice").await.unwrap();
            assert_eq!(labels(&list), ["laptop", "phone"]);
            assert_eq!((list[1].began, list[1].last_used), (at(NOON), at(NOON)));

            clock.forward(1_000);
            let (renewed, _) = pair(&call(&app, with("/refresh", &phone)).await);
            let list = revocations.families("alice").await.unwrap();
            assert_eq!(labels(&list), ["phone", "laptop"]);
            assert_eq!((list[0].began, list[0].last_used), (at(NOON), at(NOON + 2_000)));

            assert!(!revocations.revoke_family("bob", &list[0].id).await.unwrap());
            assert!(!revocations.revoke_family("alice", "nonsense").await.unwrap());
            assert!(revocations.revoke_family("alice", &list[0].id).await.unwrap());
            assert!(!revocations.revoke_family("alice", &list[0].id).await.unwrap());
            assert_eq!(call(&app, with("/claims", &renewed)).await.code(), "token_revoked");
            assert_eq!(call(&app, with("/claims", &laptop)).await.status, 200);
            assert_eq!(call(&app, with("/claims", &bob)).await.status, 200);
            assert_eq!(labels(&revocations.families("alice").await.unwrap()), ["laptop"]);
            assert_eq!(labels(&revocations.families("nobody").await.unwrap()), [""; 0]);

            clock.forward(91 * 24 * 3_600_000);
            assert_eq!(labels(&revocations.families("alice").await.unwrap()), [""; 0]);
        }
    });
}

#[test]
fn a_login_made_without_a_label_is_listed_from_its_first_rotation_on() {
    rt::System::new().block_on(async {
        let (_, paseto, app) = serve!(STORES[0], "");
        let (_, refresh) = issued(paseto.issuer().pair(7).issue().unwrap());
        assert_eq!(paseto.revocations().families(7).await.unwrap().len(), 0);
        pair(&call(&app, with("/refresh", &refresh)).await);
        let list = paseto.revocations().families(7).await.unwrap();
        assert_eq!((list.len(), list[0].label.as_deref()), (1, None));
        // A subject that is text is another one.
        assert_eq!(paseto.revocations().families("7").await.unwrap().len(), 0);
    });
}

#[test]
fn a_login_that_is_not_made_is_not_listed() {
    rt::System::new().block_on(async {
        let (_, paseto, _) = serve!(STORES[0], "");
        let (issuer, revocations) = (paseto.issuer(), paseto.revocations());
        let signed = || issuer.pair("alice").purpose(Purpose::Public);
        assert!(signed().begin("phone").await.is_err());
        assert!(signed().begin_cookies("phone").await.is_err());
        assert!(revocations.families("alice").await.unwrap().is_empty());
        issuer.pair("alice").begin("phone").await.unwrap();
        assert_eq!(revocations.families("alice").await.unwrap().len(), 1);
    });
}
