//! A program that is killed while it refreshes: never two children of one token.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test takes what it needs of the harness, and may fail loudly"
)]

#[path = "harness/mod.rs"]
mod harness;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use actix_paseto::codec::LocalKey;
use harness::App;
use serde_json::Value;

/// `ROTATION_KILLS=1000` for the long run; what it has shown stands in `docs/reliability.md`.
fn kills() -> u32 {
    std::env::var("ROTATION_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

/// Killed a little later each time: before the request is read, while it is on its way to the disk,
/// and after it has been answered.
#[test]
fn a_program_that_is_killed_while_it_refreshes_leaves_no_two_children() {
    let folder = std::env::temp_dir().join(format!("paseto-kills-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let store = format!("file:{}", folder.join("store").display());
    let key = LocalKey::generate().unwrap().to_paserk();
    let settings = [
        ("PASETO_KEYS__ACTIVE", key.expose()),
        ("PASETO_REVOCATION__STORE", &store),
        ("PASETO_REVOCATION__TIMEOUT", "10s"),
    ];
    let mut app = App::start("refresh_rotation", &settings);
    let mut seen = Seen::default();
    for kill in 0..kills() {
        let parent = app.login("/login/alice/desk").refresh;
        let child =
            refresh_and_kill(app, &parent, Duration::from_micros(u64::from(kill % 20) * 150));
        app = App::start("refresh_rotation", &settings);
        let again = app.post("/refresh").bearer(&parent).send();
        match (child, again.status) {
            (Some(child), 401) => {
                // Who brought the parent again has ended the login.
                app.post("/refresh").bearer(&child).send().refused(401, "token_revoked");
                seen.answered += 1;
            }
            (None, 401) => {
                again.refused(401, "token_used");
                seen.used += 1;
            }
            (None, 200) => {
                app.post("/refresh").bearer(&parent).send().refused(401, "token_used");
                seen.untouched += 1;
            }
            (child, status) => panic!("kill {kill}: {status}, child {}", child.is_some()),
        }
    }
    println!("{seen:?}");
    drop(app);
    std::fs::remove_dir_all(folder).unwrap();
    assert!(seen.answered + seen.used > 0 && seen.untouched > 0, "{seen:?}: all alike");
    // Between use and answer is the narrowest of the three.
    assert!(seen.used > 0 || kills() < 200, "{seen:?}: never in between");
}

#[derive(Debug, Default)]
struct Seen {
    answered: u32,
    used: u32,
    untouched: u32,
}

/// The child, where its answer came out before the end.
fn refresh_and_kill(app: App, token: &str, after: Duration) -> Option<String> {
    let mut stream = TcpStream::connect(app.host()).unwrap();
    let request = format!(
        "POST /refresh HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\ncontent-length: 0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    std::thread::sleep(after);
    // SIGKILL.
    drop(app);
    let mut answer = String::new();
    drop(stream.read_to_string(&mut answer));
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let pair: Value = serde_json::from_str(body).ok()?;
    Some(pair["refresh_token"].as_str()?.to_owned())
}
