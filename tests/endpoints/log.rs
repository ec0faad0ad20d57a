//! What stands in the log.

use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::app::app;
use crate::requests::{introspecting, revoking};
use crate::support::{call, mint, mint_with, paseto, payload};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn the_log_says_why_and_never_shows_a_token() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    let log = log.with_ansi(false).with_writer(move || writer.clone()).finish();
    // For the whole program: one thread's own may miss an event that another thread meets first.
    tracing::subscriber::set_global_default(log).unwrap();
    let paseto = paseto("").await;
    let app = app!(paseto);
    let live = mint(&payload(json!({ "jti": "secret-jti" })));
    let bound = mint_with(&payload(json!({})), b"", b"tenant-alpha");
    for token in [&live, &bound, "garbage\nof a forger"] {
        call(&app, introspecting(token)).await;
        call(&app, revoking(token)).await;
    }
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("needs `revocation_endpoint_bound_to`"), "{text}");
    for secret in [live.as_str(), bound.as_str(), "v4.local.", "of a forger", "tenant-alpha"] {
        assert!(!text.contains(secret), "{text}");
    }
}
