//! Where a login ends and another begins, and what a client is told when nobody knows.

use std::time::Duration;

use actix_paseto::prelude::*;
use actix_paseto::revocation::{
    Consumed, Consumption, MemoryStore, Query, Revocation, RevocationStore, Standing, StoreError,
    StoreFuture,
};
use actix_paseto::time::Clock;
use actix_web::test::init_service;
use actix_web::{App, Result, post, rt};

use crate::routes::{STORES, issued, pair, routes, serve, with};
use crate::support::{builder, call, local};

#[post("/password")]
#[paseto_required(fresh)]
async fn new_password(token: Token, revocations: Revocations, issuer: Issuer) -> Result<TokenPair> {
    let subject = token.subject().clone();
    revocations.revoke_subject(subject.clone()).await?;
    // The login comes after the log-out, also by a clock that stands still meanwhile.
    rt::time::sleep(Duration::from_millis(2)).await;
    Ok(issuer.pair(subject).fresh().new_login()?.issue()?)
}

#[post("/refresh/anew")]
#[refresh_required(rotate)]
async fn anew(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).new_login()?.issue()?)
}

#[actix_web::test]
async fn who_changes_the_password_stays_logged_in_alone() {
    let paseto = builder(local("")).await;
    let app = App::new().configure(paseto.install()).configure(routes).service(new_password);
    let app = init_service(app).await;
    let login = || issued(paseto.issuer().pair("alice").fresh().issue().unwrap());
    let ((here, refresh), (there, _)) = (login(), login());
    let (access, renewed) = pair(&call(&app, with("/password", &here)).await);
    for token in [&here, &there, &refresh] {
        assert_eq!(call(&app, with("/claims", token)).await.code(), "token_revoked");
    }
    assert_eq!(call(&app, with("/claims", &access)).await.status, 200);
    pair(&call(&app, with("/refresh", &renewed)).await);
}

#[actix_web::test]
async fn a_route_that_rotates_begins_no_login() {
    let paseto = builder(local("")).await;
    let app = init_service(App::new().configure(paseto.install()).service(anew)).await;
    let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
    assert_eq!(call(&app, with("/refresh/anew", &refresh)).await.status, 500);
}

/// Uses tokens up as it should, and then does not say so.
#[derive(Debug)]
struct Silent {
    kept: MemoryStore,
    says: fn() -> StoreError,
}

impl RevocationStore for Silent {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        self.kept.check(query)
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        self.kept.revoke(revocation)
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        let used = self.kept.consume(consumption);
        Box::pin(async move {
            drop(used.await);
            Err((self.says)())
        })
    }
}

/// A client that would try again by itself would be taken for a thief.
#[actix_web::test]
async fn whoever_asks_in_vain_whether_a_token_was_used_is_not_asked_to_try_again() {
    for (says, advice) in [
        ((|| StoreError::TimedOut) as fn() -> StoreError, None),
        (|| StoreError::Unreachable("gone".into()), None),
        (|| StoreError::Full, Some("1")),
    ] {
        let store = Silent { kept: MemoryStore::new(100, Clock::system()), says };
        let paseto = builder(local("").store(store)).await;
        let app = init_service(App::new().configure(paseto.install()).configure(routes)).await;
        let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
        let reply = call(&app, with("/refresh", &refresh)).await;
        assert_eq!(reply.verdict(), (503, "temporarily_unavailable".into()));
        assert_eq!(reply.header("retry-after"), advice, "{}", reply.text());
        assert_eq!(reply.text().contains("log in again"), advice.is_none(), "{}", reply.text());
    }
}

#[test]
fn a_label_may_come_from_anywhere() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, _) = serve!(store, "");
            paseto.issuer().pair("alice").begin("é".repeat(100_000)).await.unwrap();
            let list = paseto.revocations().families("alice").await.unwrap();
            assert_eq!(list[0].label.as_deref(), Some("é".repeat(128).as_str()));
        }
    });
}

/// However often a login is renewed, it takes one place.
#[test]
fn who_refreshes_without_end_fills_no_store() {
    rt::System::new().block_on(async {
        let paseto = builder(local("").store(MemoryStore::new(20, Clock::system()))).await;
        let app = init_service(App::new().configure(paseto.install()).configure(routes)).await;
        let (_, mut refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
        let first = refresh.clone();
        for _ in 0..1_000 {
            (_, refresh) = pair(&call(&app, with("/refresh", &refresh)).await);
        }
        assert_eq!(call(&app, with("/claims", &first)).await.code(), "token_revoked");
        assert_eq!(call(&app, with("/refresh", &first)).await.code(), "token_used");
        assert_eq!(call(&app, with("/refresh", &refresh)).await.code(), "token_revoked");
    });
}

/// One who logs in without end fills the store, and can still not keep others from logging out.
#[test]
fn a_full_store_still_logs_out() {
    rt::System::new().block_on(async {
        let paseto = builder(local("").store(MemoryStore::new(200, Clock::system()))).await;
        let app = init_service(App::new().configure(paseto.install()).configure(routes)).await;
        let (bob, _) = issued(paseto.issuer().pair("bob").begin("desk").await.unwrap());
        let (carol, refresh) = issued(paseto.issuer().pair("carol").issue().unwrap());
        let logins = async || paseto.issuer().pair("mallory").begin("").await.is_ok();
        let mut count = 0;
        while count < 1_000 && logins().await {
            count += 1;
        }
        assert_eq!(count, 179, "a tenth is kept");
        let full = call(&app, with("/refresh", &refresh)).await;
        assert_eq!(full.verdict(), (503, "temporarily_unavailable".into()));
        for token in [&bob, &carol] {
            assert_eq!(call(&app, with("/logout", token)).await.status, 204);
            assert_eq!(call(&app, with("/claims", token)).await.code(), "token_revoked");
        }
        paseto.revocations().revoke_subject("mallory").await.unwrap();
        assert!(logins().await, "what has ended gives its place back");
    });
}

/// Also with leeway, which prolongs no login: what could be made there would be dead.
#[test]
fn the_end_of_a_login_is_no_fault_of_the_server() {
    rt::System::new().block_on(async {
        let lines =
            "leeway = \"10s\"\naccess_ttl = \"3s\"\nrefresh_ttl = \"3s\"\nfamily.ttl = \"3s\"";
        for store in STORES {
            for late in [1_800, 2_000, 2_200, 2_900, 3_000, 3_200, 12_000] {
                let (clock, paseto, app) = serve!(store, lines);
                clock.forward(700);
                let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
                clock.forward(late);
                for (path, token) in [("/refresh", &refresh), ("/claims", &access)] {
                    let status = call(&app, with(path, token)).await.status;
                    assert!(matches!(status, 200 | 401), "{path} after {late}: {status}");
                    assert!(status == 401 || late < 3_000, "{path} after {late}");
                }
            }
        }
    });
}
