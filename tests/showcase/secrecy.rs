//! Secrets come in and tokens go out, and nothing else tells of either: no log, no answer.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, SystemTime};

use actix_paseto::Paseto;
use actix_paseto::codec::{LocalKey, SigningKey};
use actix_paseto::time::Clock;
use actix_web::rt::System;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use figment::Figment;
use serde_json::{Value, json};

use crate::harness::{App, Pair, Reply, Request, Socket, forged, handshake};

const WRONG_PASSWORD: &str = "mark-of-a-password-that-is-wrong";
const TENANT: &str = "mark-of-a-tenant-in-an-assertion";

/// The longest piece of a secret that may show; no text is by chance as long and the same.
const PIECE: usize = 16;

/// Everything that must not show, and every answer that must not show it.
struct Watch {
    app: App,
    expired: String,
    marks: Vec<String>,
    answers: String,
}

impl Watch {
    fn start() -> Self {
        let (local, public) = (LocalKey::generate().unwrap(), SigningKey::generate().unwrap());
        let keys = [local.to_paserk(), public.to_paserk()];
        let keys = keys.map(|key| key.expose().to_owned());
        let active = json!(keys).to_string();
        let variables = [("PASETO_KEYS__ACTIVE", active.as_str()), ("SHOWCASE_LOG", "trace")];
        let mut marks = vec![WRONG_PASSWORD.to_owned(), TENANT.to_owned()];
        // Without the prefix, and so without what a message may say.
        marks.extend(keys.iter().filter_map(|key| Some(key.rsplit_once('.')?.1.to_owned())));
        let app = App::start("showcase", &variables);
        Self { app, expired: expired(&keys), marks, answers: String::new() }
    }

    /// A request whose answer must show nothing.
    fn send(&mut self, request: Request) -> u16 {
        let reply = request.send();
        self.answers.push_str(&format!("{:?}\n{}\n", reply.headers, reply.body));
        reply.status
    }

    /// A request that is answered with tokens: marks from now on.
    fn hand_out(&mut self, request: Request) -> Reply {
        let reply = request.send();
        assert_eq!(reply.status, 200, "{}", reply.body);
        let tokens = reply.json().as_object().unwrap().clone();
        for token in tokens.values().filter_map(Value::as_str).filter(|text| text.len() > 100) {
            self.mark(token);
        }
        self.answers.push_str(&format!("{:?}\n", reply.headers));
        reply
    }

    /// The footer is public, and a route shows it.
    fn mark(&mut self, token: &str) {
        let payload = token.split('.').nth(2).unwrap_or(token);
        self.marks.push(payload.to_owned());
        self.marks.push(STANDARD.encode(token));
    }

    /// Ends the program and looks through all that it has said.
    fn finish(self) -> String {
        let ended = self.app.terminate();
        assert_eq!(ended.status.code(), Some(0));
        for (place, said) in
            [("log", &ended.stderr), ("output", &ended.stdout), ("answers", &self.answers)]
        {
            let leaks = leaks(said, &self.marks);
            assert!(leaks.is_empty(), "{place}: {leaks:#?}");
        }
        assert!(!ended.stderr.contains("correct horse"));
        ended.stderr
    }
}

/// A token of the same keys, an hour old.
fn expired(keys: &[String; 2]) -> String {
    let clock = Clock::from_fn(|| SystemTime::now() - Duration::from_secs(3_600));
    let paseto = Paseto::builder().figment(Figment::new()).clock(clock).set("keys.active", keys);
    let paseto = paseto.set("accept", ["v4.local", "v4.public"]);
    let paseto = paseto.set("issuer", "https://showcase.example");
    let paseto = System::new().block_on(paseto.build()).unwrap();
    paseto.issuer().access("alice").issue().unwrap().into_string()
}

/// Every line that holds a piece of a mark.
fn leaks<'a>(said: &'a str, marks: &[String]) -> Vec<&'a str> {
    let pieces: HashSet<&[u8]> =
        marks.iter().flat_map(|mark| mark.as_bytes().windows(PIECE)).collect();
    let holds = |line: &&str| line.as_bytes().windows(PIECE).any(|piece| pieces.contains(piece));
    said.lines().filter(holds).collect()
}

fn login(app: &App, more: Value) -> Request {
    let mut body = json!({ "user": "alice", "password": "correct horse" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post("/login").json(&body)
}

#[test]
fn nothing_tells_of_a_secret_even_at_trace() {
    let mut watch = Watch::start();
    logins(&mut watch);
    let pair = watch.hand_out(login(&watch.app, json!({ "scopes": ["orders:read"] }))).pair();
    let public = watch.hand_out(login(&watch.app, json!({ "purpose": "public" }))).pair();
    let bound = watch.hand_out(login(&watch.app, json!({ "tenant": TENANT }))).pair();
    for token in [&pair.access, &public.access, &bound.access, &pair.refresh] {
        everywhere(&mut watch, token);
        everywhere(&mut watch, &forged(token));
        watch.mark(&forged(token));
    }
    assertions(&mut watch, &bound.access, &pair.access);
    sockets(&mut watch, &pair.access);
    malformed(&mut watch, &pair.access);
    let other = watch.hand_out(login(&watch.app, json!({}))).pair();
    endings(&mut watch, &pair, [&public.refresh, &other.access]);
    let expired = watch.expired.clone();
    watch.mark(&expired);
    everywhere(&mut watch, &expired);

    let log = watch.finish();
    // It was all there to be seen: ours, actix's events, and its records through `log`.
    for witness in [
        "paseto: refused",
        "code=\"token_expired\"",
        "code=\"token_used\"",
        "a used token came back: its family is revoked",
        "TRACE actix_http",
        "DEBUG actix_web",
        "TRACE mio",
    ] {
        assert!(log.contains(witness), "{witness}");
    }
}

#[test]
fn the_watch_sees_a_piece_of_a_mark() {
    let marks = vec!["0123456789abcdefXYZ".to_owned()];
    assert_eq!(leaks("one\n…23456789abcdefXYZ\n456789abcdefXYZ", &marks), ["…23456789abcdefXYZ"]);
}

fn logins(watch: &mut Watch) {
    for more in [
        json!({ "password": WRONG_PASSWORD }),
        json!({ "user": "mallory", "password": WRONG_PASSWORD }),
        json!({ "password": [WRONG_PASSWORD] }),
        json!({ "password": WRONG_PASSWORD, "tenant": TENANT, "purpose": "x" }),
        json!({ "tenant": TENANT, "scopes": vec!["x"; 17] }),
    ] {
        let request = login(&watch.app, more);
        assert_ne!(watch.send(request), 200);
    }
    let broken = format!("{{\"user\":\"alice\",\"password\":\"{WRONG_PASSWORD}");
    let broken = watch.app.post("/login").header("content-type", "application/json").body(broken);
    assert_eq!(watch.send(broken), 400);
}

/// The same token in every place, fit for it or not.
fn everywhere(watch: &mut Watch, token: &str) {
    let app = &watch.app;
    let wrapped = STANDARD.encode(token);
    let body = json!({ "access_token": token });
    let requests = vec![
        app.get("/me").bearer(token),
        app.get("/me").bearer(token).bearer(token),
        app.get("/me").header("authorization", format!("Bearer {token} {token}")),
        app.get("/me").header("authorization", format!("Bearer {token}\u{e9}")),
        app.get("/me").header("authorization", token),
        app.get("/me").bearer(&token.repeat(40)),
        app.get("/optional").bearer(token),
        app.get("/lenient").bearer(token),
        app.get("/recent").bearer(token),
        app.get("/admin").bearer(token),
        app.get("/orders").bearer(token),
        app.get("/staff").bearer(token),
        app.get("/base64").bearer(token),
        app.get("/base64").bearer(&wrapped),
        app.get("/me").bearer(&wrapped),
        app.get("/custom-header").header("x-token", token),
        app.get("/custom-header").header("x-token", format!("Bearer {token}")),
        app.get(&format!("/query?token={token}")),
        app.get(&format!("/query?token={token}&token={token}")),
        app.get(&format!("/nowhere?token={token}")),
        app.post("/json").json(&body),
        app.post("/json")
            .body(format!("{{\"access_token\":\"{token}\",\"access_token\":\"{token}")),
        app.post("/json").body(json!({ "access_token": [token] }).to_string()),
        app.post("/json").body(json!({ "access_token": token.repeat(60) }).to_string()),
        app.post("/transfer").bearer(token).json(&json!({ "amount": 5 })),
        app.post("/transfer").bearer(token).body("not json"),
        app.post("/upload").bearer(token).body(token),
        app.post("/email/verify").bearer(token),
        handshake(app, "/ws").bearer(token).header("origin", "https://evil.example"),
        handshake(app, "/ws")
            .header("sec-websocket-protocol", format!("chat, bearer.{token}, bearer.{token}")),
        handshake(app, "/ws/query").bearer(token),
    ];
    for request in requests {
        let status = watch.send(request);
        assert!(status < 500, "{status}");
    }
}

fn assertions(watch: &mut Watch, bound: &str, unbound: &str) {
    let ledger = format!("/tenants/{TENANT}/ledger");
    // This handler answers with the tenant of the address, so it is not watched.
    assert_eq!(watch.app.get(&ledger).bearer(bound).send().status, 200);
    for request in [
        watch.app.get(&ledger).bearer(unbound),
        watch.app.get(&ledger),
        watch.app.get("/tenants/other/ledger").bearer(bound),
    ] {
        assert_eq!(watch.send(request), 401);
    }
}

fn sockets(watch: &mut Watch, token: &str) {
    let bearer = format!("Bearer {token}");
    let offer = format!("bearer.{token}, chat");
    let query = format!("/ws/query?token={token}");
    for (path, headers) in [
        ("/ws", &[("authorization", bearer.as_str())][..]),
        ("/ws", &[("sec-websocket-protocol", &offer)]),
        (&query, &[]),
    ] {
        let mut socket = Socket::open(&watch.app, path, headers);
        let greeting = socket.text();
        watch.answers.push_str(&format!("{}\n{greeting}\n", socket.protocol));
        socket.send(WRONG_PASSWORD);
        assert_eq!(socket.text(), WRONG_PASSWORD);
    }
}

/// What is no HTTP at all, and what is HTTP only just.
fn malformed(watch: &mut Watch, token: &str) {
    for head in [
        format!("GET /me HTTP/1.1\r\nHost: x\r\nAuthorization Bearer {token}\r\n\r\n"),
        format!("GET /query?token={token} HTTP/9.9\r\nHost: x\r\n\r\n"),
        format!("{token}\r\n\r\n"),
        format!("GET /query?token={token} HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
        format!("POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n{token}"),
        format!(
            "GET /me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n",
            token.repeat(800)
        ),
    ] {
        let mut stream = TcpStream::connect(watch.app.host()).unwrap();
        drop(stream.write_all(head.as_bytes()));
        drop(stream.shutdown(std::net::Shutdown::Write));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        watch.answers.push_str(&String::from_utf8_lossy(&answer));
    }
}

/// The login is renewed and ends by reuse; the two others end by a log-out.
fn endings(watch: &mut Watch, login: &Pair, [other, last]: [&str; 2]) {
    let Pair { access, refresh } = login;
    let request = watch.app.post("/email/request").bearer(access);
    let mail = watch.hand_out(request).json()["token"].as_str().unwrap().to_owned();
    let request = watch.app.get("/base64/token").bearer(access);
    watch.hand_out(request);
    let request = watch.app.post("/refresh").bearer(refresh);
    let renewed = watch.hand_out(request).pair();
    for (path, token, status) in [
        ("/email/verify", mail.as_str(), 200),
        ("/email/verify", &mail, 401),
        ("/transfer", &renewed.access, 401),
        ("/refresh", refresh, 401),
        ("/refresh", &renewed.refresh, 401),
        ("/logout", &renewed.access, 401),
        ("/logout", other, 204),
        ("/logout", other, 401),
        ("/logout/everywhere", last, 204),
        ("/logout", last, 401),
    ] {
        let request = watch.app.post(path).bearer(token);
        assert_eq!(watch.send(request), status, "{path}");
    }
}
