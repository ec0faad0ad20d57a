//! Nothing secret in what is printed or logged.

use std::io;
use std::sync::{Arc, Mutex};

use actix_paseto::secrets::{DeleteMode, SecretSource as _, SetOptions, VaultSource};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use super::bao::{Bao, literal};
use super::{bytes, connect, path, refused};
use crate::proxy::{Proxy, http};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that any crate says, at every level, through a whole life of a source.
#[actix_web::test]
async fn no_type_error_or_event_shows_a_secret() {
    let bao = Bao::start();
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let proxy = Proxy::before(bao.port);
    let mut settings = bao.settings();
    settings.address = Some(format!("http://127.0.0.1:{}", proxy.port));
    let source = connect(&settings).await;
    let place = path("apps/api#key");
    source.set(&place, &bytes("CANARY-value"), SetOptions::Always).await.unwrap();
    let secret = source.get(&place).await.unwrap();
    bao.revoke_logins();
    source.list("apps/").await.unwrap();
    source.delete(&place, DeleteMode::Recoverable).await.unwrap();
    refused(source.get(&path("other/app")).await);
    proxy.set(http("500 CANARY", "application/json", r#"{"errors":["CANARY"]}"#));
    refused(source.get(&place).await);
    let mut wrapped = bao.settings();
    wrapped.secret_id =
        Some(literal(&bao.wrapped("POST", "auth/approle/role/paseto/secret-id", json!({}))));
    wrapped.wrapped = true;
    let unwrapped = connect(&wrapped).await;
    wrapped.secret_id = Some(literal("CANARY-wrapping"));
    refused(VaultSource::connect(&wrapped).await);
    drop(guard);
    let shown =
        format!("{source:?} {source:#?} {unwrapped:?} {secret:?} {settings:?} {settings:#?}");
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("VaultSource") && shown.contains("127.0.0.1"));
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("logged in again"), "{log}");
    assert!(!log.contains("CANARY"), "{log}");
}
