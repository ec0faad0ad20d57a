//! A secret_id that is shown once.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use actix_paseto::secrets::{
    SecretError, SecretSource as _, SetOptions, VaultSettings, VaultSource,
};
use serde_json::json;

use super::bao::{Bao, literal};
use super::{bytes, connect, path, refused};

const PLACE: &str = "auth/approle/role/paseto/secret-id";

fn wrapped(bao: &Bao, token: &str) -> VaultSettings {
    let mut settings = bao.settings();
    settings.secret_id = Some(literal(token));
    settings.wrapped = true;
    settings
}

async fn cause(settings: &VaultSettings) -> &'static str {
    match refused(VaultSource::connect(settings).await) {
        SecretError::Unauthenticated { cause, .. } => cause,
        other => panic!("{other}"),
    }
}

#[actix_web::test]
async fn it_is_unwrapped_once_and_serves_every_login() {
    let bao = Bao::start();
    let settings = wrapped(&bao, &bao.wrapped("POST", PLACE, json!({})));
    let source = connect(&settings).await;
    source.set(&path("apps/api"), &bytes("CANARY"), SetOptions::Always).await.unwrap();
    bao.revoke_logins();
    source.get(&path("apps/api")).await.unwrap();
    assert!(cause(&settings).await.contains("somebody else has read"));
}

#[actix_web::test]
async fn somebody_elses_look_is_noticed() {
    let bao = Bao::start();
    let token = bao.wrapped("POST", PLACE, json!({}));
    let (_, seen) = bao.api("POST", "sys/wrapping/unwrap", json!({ "token": token }));
    assert!(cause(&wrapped(&bao, &token)).await.contains("somebody else has read"));
    // Wrapped once more by whoever has looked, it was not made by the method.
    let forged = bao.wrapped("POST", "sys/wrapping/wrap", seen["data"].clone());
    assert!(cause(&wrapped(&bao, &forged)).await.contains("not made by the AppRole"));
}

#[actix_web::test]
async fn what_is_no_wrapping_token_is_refused() {
    let bao = Bao::start();
    assert!(cause(&wrapped(&bao, "CANARY-none")).await.contains("wrapping token"));
}

/// It cannot be unwrapped a second time, so the first login has to wait for a server in trouble.
#[actix_web::test]
async fn a_login_that_fails_after_it_is_tried_again() {
    let bao = Bao::start();
    let trouble = b"HTTP/1.1 503 Oh\r\ncontent-length: 2\r\n\r\n{}";
    let door = refusing(bao.port, "POST /v1/auth/approle/login", trouble);
    let mut settings = wrapped(&bao, &bao.wrapped("POST", PLACE, json!({})));
    settings.address = Some(format!("http://127.0.0.1:{door}"));
    let source = connect(&settings).await;
    assert!(!source.exists(&path("apps/none")).await.unwrap());
}

/// A door before the server that answers the first two such requests by itself.
fn refusing(port: u16, request: &'static str, answer: &'static [u8]) -> u16 {
    let door = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let own = door.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut refused = 0;
        for mut client in door.incoming().flatten() {
            let mut asked = vec![0; 16_384];
            let length = client.read(&mut asked).unwrap();
            if refused < 2 && asked[..length].starts_with(request.as_bytes()) {
                refused += 1;
                client.write_all(answer).unwrap();
                continue;
            }
            let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
            server.write_all(&asked[..length]).unwrap();
            let mut from_client = client.try_clone().unwrap();
            let mut to_server = server.try_clone().unwrap();
            std::thread::spawn(move || std::io::copy(&mut from_client, &mut to_server));
            std::thread::spawn(move || std::io::copy(&mut server, &mut client));
        }
    });
    own
}
