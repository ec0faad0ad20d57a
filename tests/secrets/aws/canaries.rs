//! Nothing of a secret, a key or an answer shows.

use std::error::Error;
use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};

use actix_paseto::secret::SecretText;
use actix_paseto::secrets::{AwsSource, SecretError, SecretSource as _, SetOptions};

use super::moto::{KEY_ID, Moto, settings};
use super::{bytes, path, read, write};
use crate::proxy::{Proxy, Wire, http};

const CANARY: &str = "CANARYkey";

/// Everything that is formatted or logged.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<u8>>>);

impl Seen {
    fn look(&self, thing: &dyn Debug) {
        write!(self.0.lock().unwrap(), "{thing:?} {thing:#?}").unwrap();
    }

    fn error(&self, error: &SecretError) {
        self.look(error);
        let mut link: Option<&dyn Error> = Some(error);
        while let Some(error) = link {
            write!(self.0.lock().unwrap(), "{error} {error:?}").unwrap();
            link = error.source();
        }
    }
}

impl Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn no_canary_is_seen() {
    let seen = Seen::default();
    let log = seen.clone();
    let writer = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG);
    let writer = writer.with_writer(move || log.clone()).finish();
    let _guard = tracing::subscriber::set_default(writer);
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port);
    let settings = settings(proxy.port);
    let secret = |text: &str| SecretText::from(text.to_owned());
    let (key, session) = (secret(CANARY), secret("CANARYsession"));
    let open = AwsSource::with_access_key(&settings, KEY_ID, &key, Some(&session));
    let source = open.await.unwrap();
    seen.look(&source);
    seen.look(&settings);
    write(&source, "apps/plain", CANARY).await;
    write(&source, "apps/api#a", CANARY).await;
    seen.look(&read(&source, "apps/plain").await.unwrap());
    seen.look(&read(&source, "apps/api#a").await.unwrap());

    seen.error(&read(&source, "apps/plain#a").await.unwrap_err());
    seen.error(&read(&source, "apps/none").await.unwrap_err());
    let again = source.set(&path("apps/plain"), &bytes(CANARY), SetOptions::IfAbsent).await;
    seen.error(&again.unwrap_err());
    let long = bytes(&CANARY.repeat(10_000));
    let long = source.set(&path("apps/plain"), &long, SetOptions::Always).await;
    seen.error(&long.unwrap_err());
    for status in ["200 OK", "400 Bad Request", "403 Forbidden", "503 Unavailable"] {
        for body in [
            CANARY,
            r#"{"__type":"CANARY","message":"CANARY"}"#,
            r#"{"__type":"AccessDeniedException","message":"CANARY"}"#,
            r#"{"__type":"ExpiredTokenException","message":"CANARY"}"#,
            r#"{"SecretString":"CANARY","SecretBinary":"CANARY"#,
        ] {
            proxy.set(http(status, "application/x-amz-json-1.1", body));
            seen.error(&read(&source, "apps/plain").await.unwrap_err());
        }
    }
    proxy.set(Wire::CutAfter(200));
    seen.error(&read(&source, "apps/plain").await.unwrap_err());

    let mut elsewhere = settings.clone();
    elsewhere.endpoint = Some("http://name:CANARY@vpce.example".to_owned());
    let refused = AwsSource::with_access_key(&elsewhere, KEY_ID, &key, None).await;
    seen.error(&refused.unwrap_err());
    let seen = String::from_utf8(seen.0.lock().unwrap().clone()).unwrap();
    let place = seen.find("CANARY").map(|at| seen[at.saturating_sub(300)..].chars().take(400));
    assert_eq!(place.map(String::from_iter), None);
}
