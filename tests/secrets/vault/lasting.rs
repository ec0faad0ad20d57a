//! A ring of keys over logins that end.

use std::time::{Duration, Instant};

use actix_paseto::codec::LocalKey;
use actix_web::rt;
use serde_json::json;

use super::bao::Bao;
use super::rollover::{program, token};

/// The tokens of the role live for three seconds, renewed for ten.
#[actix_web::test]
async fn a_ring_outlives_every_token_of_its_login() {
    let bao = Bao::start();
    let key = LocalKey::generate().unwrap().to_paserk();
    let data = json!({"data": {"access_key": key.expose()}});
    bao.api("POST", "secret/data/apps/api", data);
    let paseto = program(&bao).await;
    let (begun, mut again, mut last) = (Instant::now(), 0, Duration::ZERO);
    while begun.elapsed() < Duration::from_secs(24) {
        let status = paseto.key_status().remove(0);
        assert_eq!(status.trouble, None);
        assert!(!status.is_stale && !token(&paseto).is_empty());
        let age = status.age.unwrap();
        again += usize::from(age < last);
        last = age;
        rt::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(again > 5, "{again}");
}
