//! Two programs with one key in one Vault, which is replaced under them.

use std::time::{Duration, Instant};

use actix_paseto::Paseto;
use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, get, rt};
use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde_json::json;

use super::bao::{Bao, ROLE_ID, SECRET_ID};

#[get("/vault")]
#[paseto_required]
async fn hello() -> &'static str {
    "hello"
}

pub(super) async fn program(bao: &Bao) -> Paseto {
    let port = bao.port;
    let text = format!(
        "[default]\nkeys.active = 'vault:apps/api#access_key'\nkeys.refresh = '1s'\n\
         keys.pending = '6s'\nkeys.timeout = '4s'\n\
         [default.vault]\naddress = 'http://127.0.0.1:{port}'\nrole_id = '{ROLE_ID}'\n\
         secret_id = '{SECRET_ID}'\ntimeout = '20s'\n"
    );
    let builder = Paseto::builder().figment(Figment::from(Toml::string(&text).nested()));
    builder.skip_policy_check().build().await.unwrap_or_else(|errors| panic!("{errors}"))
}

pub(super) fn token(paseto: &Paseto) -> String {
    paseto.issuer().access("alice").issue().unwrap().into_string()
}

#[actix_web::test]
async fn a_rotation_in_one_vault_refuses_nobody() {
    let bao = Bao::start();
    let key = LocalKey::generate().unwrap().to_paserk();
    let data = json!({"data": {"access_key": key.expose(), "other": "stays"}});
    bao.api("POST", "secret/data/apps/api", data);
    let (one, two) = (program(&bao).await, program(&bao).await);
    let apps = (
        init_service(App::new().configure(one.install()).service(hello)).await,
        init_service(App::new().configure(two.install()).service(hello)).await,
    );
    let (a, b) = futures_util::join!(one.rotate(), two.rotate());
    let rotation = a.unwrap();
    assert_eq!(rotation.id, b.unwrap().id, "one new key");
    let first = token(&one);
    let (begun, mut next) = (Instant::now(), None);
    while begun.elapsed() < Duration::from_secs(15) {
        // Only one of them is told of the second new key.
        if next.is_none() && begun.elapsed() > Duration::from_secs(7) {
            next = Some(one.rotate().await.unwrap());
        }
        let to = |token: &str| {
            let header = ("authorization", format!("Bearer {token}"));
            TestRequest::get().uri("/vault").insert_header(header).to_request()
        };
        for shown in [&token(&one), &token(&two), &first] {
            assert_eq!(call_service(&apps.0, to(shown)).await.status(), 200);
            assert_eq!(call_service(&apps.1, to(shown)).await.status(), 200);
        }
        rt::time::sleep(Duration::from_millis(5)).await;
    }
    let (_, kept) = bao.api("GET", "secret/data/apps/api", json!({}));
    let document = kept["data"]["data"]["access_key"].as_str().unwrap();
    assert!(document.contains(next.unwrap().id.as_str()));
    assert_eq!(kept["data"]["data"]["other"], "stays");
}
