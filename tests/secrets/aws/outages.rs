//! Nobody there, somebody slow, somebody gone and back.

use actix_paseto::secrets::{Outage, SecretError, SecretSource as _};

use super::moto::{Moto, hasty, settings, source};
use super::{is_absent, path, read, text, write};
use crate::proxy::{Proxy, Wire};
use crate::server::{Folder, Server, free_port, installed, listens, program};

fn outage<T: std::fmt::Debug>(answer: Result<T, SecretError>) -> Outage {
    match answer.unwrap_err() {
        SecretError::Unavailable { backend: "aws", cause } => cause,
        other => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn nobody_listens() {
    let source = source(&settings(free_port())).await;
    assert_eq!(outage(read(&source, "apps/key").await), Outage::NoConnection);
    assert_eq!(outage(source.exists(&path("apps/key")).await), Outage::NoConnection);
    assert_eq!(outage(source.list("").await), Outage::NoConnection);
}

#[actix_web::test]
async fn a_frozen_server_is_not_waited_for() {
    let moto = Moto::start();
    let patient = moto.source().await;
    write(&patient, "apps/key", "first").await;
    let hasty = source(&hasty(moto.port)).await;
    moto.server.freeze();
    assert_eq!(outage(read(&hasty, "apps/key").await), Outage::TimedOut);
    assert_eq!(outage(hasty.exists(&path("apps/key")).await), Outage::TimedOut);
    moto.server.thaw();
    assert_eq!(text(&patient, "apps/key").await, "first");
}

#[actix_web::test]
async fn a_wire_that_breaks_or_clogs_is_an_outage() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port);
    let source = source(&hasty(proxy.port)).await;
    write(&moto.source().await, "apps/key", "first").await;
    for wire in [Wire::Cut, Wire::Clogged, Wire::CutAfter(0), Wire::CutAfter(60)] {
        proxy.set(wire.clone());
        let error = read(&source, "apps/key").await.unwrap_err();
        assert!(matches!(error, SecretError::Unavailable { .. }), "{wire:?}: {error:?}");
        assert!(error.is_transient());
    }
}

/// The head has come, and a part of the secret.
#[actix_web::test]
async fn half_an_answer_is_none() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port);
    let source = source(&settings(proxy.port)).await;
    write(&source, "apps/key", &"x".repeat(20_000)).await;
    proxy.set(Wire::CutAfter(10_000));
    assert_eq!(outage(read(&source, "apps/key").await), Outage::TimedOut);
    proxy.set(Wire::Whole);
    assert_eq!(text(&source, "apps/key").await.len(), 20_000);
}

/// moto keeps nothing over its own death, so what comes back is empty.
#[actix_web::test]
async fn a_killed_server_is_used_again_once_it_is_back() {
    let mut moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/key", "first").await;
    moto.server.kill();
    assert_eq!(outage(read(&source, "apps/key").await), Outage::NoConnection);
    let port = moto.port;
    moto.server.restart(move || listens(port));
    assert!(is_absent(&read(&source, "apps/key").await));
    write(&source, "apps/key", "second").await;
    assert_eq!(text(&source, "apps/key").await, "second");
}

/// Any server will do whose certificate nobody knows.
#[actix_web::test]
async fn a_certificate_of_an_unknown_authority_does_not_hold() {
    let (port, folder) = (free_port(), Folder::new("aws-tls"));
    let certificates = folder.join("tls");
    std::fs::create_dir(&certificates).unwrap();
    let command = move || {
        let mut command = program(installed("openbao").join("bin/bao"));
        command.args(["server", "-dev", "-dev-tls", "-dev-no-store-token"]);
        command.arg(format!("-dev-tls-cert-dir={}", certificates.display()));
        command.arg(format!("-dev-listen-address=127.0.0.1:{port}"));
        command
    };
    let _server = Server::start("openbao", folder, command, move || listens(port));
    let mut settings = settings(port);
    settings.endpoint = Some(format!("https://127.0.0.1:{port}"));
    let source = source(&settings).await;
    assert_eq!(outage(read(&source, "apps/key").await), Outage::Certificate);
}
