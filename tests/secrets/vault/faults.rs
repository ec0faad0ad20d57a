//! A server that is away, slow, or beside itself.

use std::time::Duration;

use actix_paseto::secrets::{
    DeleteMode, Outage, SecretError, SecretSource as _, SetOptions, VaultSettings, VaultSource,
};

use super::bao::{Bao, ROOT};
use super::{bytes, connect, path, refused, text};
use crate::proxy::{Proxy, Wire, http};
use crate::server::free_port;

const JSON: &str = "application/json";

fn out(cause: Outage) -> SecretError {
    SecretError::Unavailable { backend: "vault", cause }
}

fn through(proxy: &Proxy, mut settings: VaultSettings) -> VaultSettings {
    settings.address = Some(format!("http://127.0.0.1:{}", proxy.port));
    settings
}

#[actix_web::test]
async fn nobody_listens() {
    let mut settings = VaultSettings::default();
    settings.address = Some(format!("http://127.0.0.1:{}", free_port()));
    settings.token = Some(super::bao::literal("CANARY"));
    let error = refused(VaultSource::connect(&settings).await);
    assert_eq!(error, out(Outage::NoConnection));
    assert!(error.is_transient());
}

#[actix_web::test]
async fn a_frozen_server_is_waited_for_no_longer_than_allowed() {
    let bao = Bao::start();
    let mut settings = bao.settings_with(ROOT);
    settings.timeout = Duration::from_millis(1_500);
    let source = connect(&settings).await;
    bao.freeze();
    let place = path("apps/api");
    assert_eq!(refused(source.get(&place).await), out(Outage::TimedOut));
    assert_eq!(refused(source.exists(&place).await), out(Outage::TimedOut));
    assert_eq!(refused(source.list("").await), out(Outage::TimedOut));
    let set = source.set(&place, &bytes("CANARY"), SetOptions::Always).await;
    assert_eq!(refused(set), out(Outage::TimedOut));
    let delete = source.delete(&place, DeleteMode::Destroy).await;
    assert_eq!(refused(delete), out(Outage::TimedOut));
    assert_eq!(refused(VaultSource::connect(&settings).await), out(Outage::TimedOut));
    bao.thaw();
    assert!(!source.exists(&place).await.unwrap());
}

#[actix_web::test]
async fn killed_in_the_middle_and_back_without_its_memory() {
    let mut bao = Bao::start();
    let place = path("apps/api");
    let source = connect(&bao.settings()).await;
    source.set(&place, &bytes("CANARY-1"), SetOptions::Always).await.unwrap();
    bao.kill();
    assert_eq!(refused(source.get(&place).await), out(Outage::NoConnection));
    bao.restart();
    // Its tokens are gone as well: this needs a new login.
    assert!(!source.exists(&place).await.unwrap());
    source.set(&place, &bytes("CANARY-2"), SetOptions::Always).await.unwrap();
    assert_eq!(text(&source.get(&place).await.unwrap()), "CANARY-2");
}

/// Each lie with the error that it is worth, for every operation and for the login.
#[actix_web::test]
async fn lies_are_errors() {
    let bao = Bao::start();
    let proxy = Proxy::before(bao.port);
    let settings = through(&proxy, bao.settings_with(ROOT));
    let source = connect(&settings).await;
    let malformed = |error: &SecretError| matches!(error, SecretError::Malformed { .. });
    let long = |error: &SecretError| matches!(error, SecretError::TooLong { .. });
    let timed_out = |error: &SecretError| *error == out(Outage::TimedOut);
    let server = |error: &SecretError| *error == out(Outage::Server);
    let throttled = |error: &SecretError| *error == out(Outage::Throttled);
    let locked = |error: &SecretError| *error == out(Outage::Locked);
    let sealed = r#"{"errors":["Vault is sealed CANARY"]}"#;
    let ten_megabytes = format!(r#"{{"data":"{}"}}"#, "CANARY ".repeat(1_500_000));
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"data\": {\"CANARY".to_vec();
    let endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"CAN\r\n".to_vec();
    type Is<'a> = &'a dyn Fn(&SecretError) -> bool;
    let lies: [(&str, Wire, Is<'_>); 21] = [
        ("no JSON", http("200 OK", JSON, "CANARY"), &malformed),
        ("HTML", http("200 OK", "text/html", "<html>CANARY</html>"), &malformed),
        ("empty", http("200 OK", JSON, ""), &malformed),
        ("wrong shape", http("200 OK", JSON, r#"{"data":["CANARY"]}"#), &malformed),
        (
            "half a shape",
            http("200 OK", JSON, r#"{"data":{"data":{"value":"CANARY"}}}"#),
            &malformed,
        ),
        ("null", http("200 OK", JSON, "null"), &malformed),
        ("deep", http("200 OK", JSON, &"[".repeat(100_000)), &malformed),
        ("teapot", http("418 CANARY", JSON, "{}"), &malformed),
        ("404 of another", http("404 Not Found", "text/html", "CANARY"), &malformed),
        ("400", http("400 Bad Request", JSON, r#"{"errors":["CANARY"]}"#), &malformed),
        ("500", http("500 Oh", JSON, r#"{"errors":["CANARY"]}"#), &server),
        ("502", http("502 Oh", "text/html", "CANARY"), &server),
        ("503", http("503 Oh", JSON, "CANARY"), &server),
        ("sealed", http("503 Oh", JSON, sealed), &locked),
        ("429", http("429 Too Many", JSON, "{}"), &throttled),
        ("10 MB", http("200 OK", JSON, &ten_megabytes), &long),
        ("short", Wire::Answers(short), &timed_out),
        ("broken off", Wire::Answers(endless), &timed_out),
        ("closed", Wire::Cut, &timed_out),
        ("no HTTP", Wire::Answers(b"CANARY\r\n\r\n".to_vec()), &malformed),
        ("no status", Wire::Answers(b"HTTP/1.1 CANARY\r\n\r\n".to_vec()), &malformed),
    ];
    let place = path("apps/api");
    for (name, lie, is_right) in lies {
        proxy.set(lie);
        let check = |error: SecretError| assert!(is_right(&error), "{name}: {error:?}");
        check(refused(source.get(&place).await));
        check(refused(source.exists(&place).await));
        check(refused(source.list("apps/").await));
        check(refused(source.set(&place, &bytes("CANARY"), SetOptions::Always).await));
        check(refused(source.delete(&place, DeleteMode::Recoverable).await));
        check(refused(source.delete(&place, DeleteMode::Destroy).await));
        let login = refused(VaultSource::connect(&settings).await);
        let refusal = matches!(login, SecretError::Unauthenticated { .. }) && name == "400";
        assert!(refusal || is_right(&login), "{name}: {login:?}");
    }
    proxy.set(Wire::Whole);
    assert!(!source.exists(&place).await.unwrap());
}

#[actix_web::test]
async fn a_login_that_is_answered_with_a_lie_fails() {
    let bao = Bao::start();
    let proxy = Proxy::before(bao.port);
    let settings = through(&proxy, bao.settings());
    let endless = r#"{"auth":{"client_token":"CANARY","lease_duration":18446744073709551615,"renewable":true}}"#;
    for lie in ["CANARY", "{}", r#"{"auth":{"client_token":7}}"#, r#"{"auth":null}"#, endless] {
        proxy.set(http("200 OK", JSON, lie));
        let error = refused(VaultSource::connect(&settings).await);
        assert!(matches!(error, SecretError::Malformed { .. }), "{lie}: {error}");
    }
    proxy.set(http("200 OK", JSON, r#"{"data":{"ttl":18446744073709551615}}"#));
    let error = refused(VaultSource::connect(&through(&proxy, bao.settings_with("CANARY"))).await);
    assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
}

/// Wherever the connection breaks, there is an error or the whole secret.
#[actix_web::test]
async fn an_answer_cut_anywhere_is_no_secret() {
    let bao = Bao::start();
    let proxy = Proxy::before(bao.port);
    let source = connect(&through(&proxy, bao.settings_with(ROOT))).await;
    let (place, value) = (path("apps/api"), bytes("CANARY-of-a-certain-length"));
    source.set(&place, &value, SetOptions::Always).await.unwrap();
    for most in (0..700).step_by(7) {
        proxy.set(Wire::CutAfter(most));
        match source.get(&place).await {
            Ok(secret) => assert_eq!(secret.bytes.expose(), value.expose(), "{most}"),
            error => assert_eq!(refused(error), out(Outage::TimedOut), "{most}"),
        }
    }
}

/// While the token is due and the server does not answer, the old one serves as long as it lives.
#[actix_web::test]
async fn an_outage_ends_without_anybodys_help() {
    let bao = Bao::start();
    let proxy = Proxy::before(bao.port);
    let source = connect(&through(&proxy, bao.settings())).await;
    let place = path("apps/api");
    source.set(&place, &bytes("CANARY"), SetOptions::Always).await.unwrap();
    for wire in [Wire::Cut, Wire::Whole, Wire::Cut, Wire::Whole] {
        let whole = matches!(wire, Wire::Whole);
        proxy.set(wire);
        actix_web::rt::time::sleep(Duration::from_millis(2_300)).await;
        let read = source.get(&place).await;
        assert_eq!(read.is_ok(), whole, "{read:?}");
    }
}
