//! Tokens that end while the program runs.

use std::time::{Duration, Instant};

use actix_paseto::secrets::{SecretError, SecretSource as _, SetOptions, VaultSource};
use futures_util::future::join_all;

use super::bao::Bao;
use super::{bytes, connect, path, refused};

async fn seeded(source: &VaultSource) {
    source.set(&path("apps/api"), &bytes("CANARY"), SetOptions::Always).await.unwrap();
}

async fn sleep(millis: u64) {
    actix_web::rt::time::sleep(Duration::from_millis(millis)).await;
}

#[actix_web::test]
async fn after_the_end_of_a_token_comes_another_login() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    seeded(&source).await;
    sleep(4_000).await;
    source.get(&path("apps/api")).await.unwrap();
}

#[actix_web::test]
async fn renewals_and_logins_carry_over_the_longest_life() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    seeded(&source).await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(14) {
        source.get(&path("apps/api")).await.unwrap();
        sleep(250).await;
    }
}

#[actix_web::test]
async fn a_token_that_the_server_forgot_is_replaced_once_for_all_callers() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    seeded(&source).await;
    bao.revoke_logins();
    let before = bao.tokens();
    let place = path("apps/api");
    let all = join_all((0..20).map(|_| source.get(&place))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(bao.tokens(), before + 1);
}

#[actix_web::test]
async fn a_bare_token_is_renewed_while_it_is_used_and_ends_if_not() {
    let bao = Bao::start();
    let source = connect(&bao.settings_with(&bao.token("3s"))).await;
    seeded(&source).await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(6) {
        source.get(&path("apps/api")).await.unwrap();
        sleep(250).await;
    }
    sleep(4_000).await;
    let error = refused(source.get(&path("apps/api")).await);
    assert!(matches!(error, SecretError::Unauthenticated { .. }), "{error}");
    assert!(!error.is_transient());
}

#[actix_web::test]
async fn a_role_that_has_lost_its_secret_is_told_so() {
    let bao = Bao::start();
    let source = connect(&bao.settings()).await;
    seeded(&source).await;
    let (status, _) = bao.api("DELETE", "auth/approle/role/paseto", serde_json::Value::Null);
    assert!(status < 300);
    bao.revoke_logins();
    let error = refused(source.get(&path("apps/api")).await);
    assert!(matches!(error, SecretError::Unauthenticated { .. }), "{error}");
}
