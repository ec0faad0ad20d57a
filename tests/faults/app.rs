//! The application under test: this test program once more, in a process of its own.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{io::BufRead as _, io::BufReader, thread};

use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, Result, get, post, rt};
use figment::Figment;
use figment::providers::{Format as _, Toml};

/// Tells a process that was started from this binary how to serve.
const SETTINGS: &str = "PASETO_TEST_FAULT_APP";

const PORT: &str = "PASETO_TEST_FAULT_PORT";

/// What the line with its address begins with.
const LISTENS: &str = "listening on ";

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(user.into_inner()).begin("load").await?)
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[post("/logout")]
#[paseto_required(kind = any)]
async fn log_out(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/logout/everywhere")]
#[paseto_required(kind = any)]
async fn log_out_everywhere(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.revoke_subject(token.subject().clone()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Without a word of ours.
#[get("/plain")]
async fn plain() -> &'static str {
    "plain"
}

/// Needs no store.
#[get("/trusting")]
#[paseto_required(skip_revocation)]
async fn trusting(token: Token) -> String {
    token.subject().to_string()
}

#[test]
#[ignore = "for the tests that start it as a program"]
fn serve() {
    let Ok(settings) = std::env::var(SETTINGS) else { return };
    let is_loud = std::env::var_os("PASETO_TEST_FAULT_LOG").is_some();
    if is_loud {
        tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    }
    rt::System::new().block_on(async {
        let figment = Figment::from(Toml::string(&settings).nested());
        let paseto = Paseto::from_figment(figment).await;
        let paseto = paseto.unwrap_or_else(|errors| panic!("{errors}: {errors:?}"));
        let app = move || {
            let routes = (login, refresh, me, log_out, log_out_everywhere, plain, trusting);
            App::new().configure(paseto.install()).service(routes)
        };
        let server = HttpServer::new(app).workers(1).keep_alive(Duration::from_secs(600));
        let port = std::env::var(PORT).map_or(0, |port| port.parse::<u16>().unwrap());
        let server = server.bind(("127.0.0.1", port)).unwrap();
        println!("\n{LISTENS}{}", server.addrs()[0].port());
        server.run().await.unwrap();
    });
}

/// One that runs. It is killed when this is dropped.
pub(crate) struct Node {
    child: Child,
    pub(crate) port: u16,
}

/// How its store is set up.
#[derive(Clone)]
pub(crate) struct Setup {
    key: String,
    /// Lines of the table `revocation`.
    pub(crate) store: String,
}

impl Setup {
    pub(crate) fn new(store: String) -> Self {
        let key = LocalKey::generate().unwrap();
        Self { key: key.to_paserk().expose().to_owned(), store }
    }

    pub(crate) fn key(&self) -> LocalKey {
        LocalKey::from_text(&self.key).unwrap()
    }

    fn text(&self) -> String {
        let Self { key, store } = self;
        format!(
            "[default]\nkeys.active = \"{key}\"\naccess_ttl = \"2h\"\n[default.revocation]\n{store}\n"
        )
    }
}

impl Node {
    pub(crate) fn start(setup: &Setup) -> Self {
        Self::start_on(setup, 0)
    }

    /// Where another one was.
    pub(crate) fn start_on(setup: &Setup, port: u16) -> Self {
        Self::try_start(setup, port).expect("the application does not start")
    }

    pub(crate) fn try_start(setup: &Setup, port: u16) -> Option<Self> {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "app::serve", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(SETTINGS, setup.text()).env(PORT, port.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (tell, told) = mpsc::channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        thread::spawn(move || {
            for line in lines.map_while(std::result::Result::ok) {
                if let Some(port) = line.strip_prefix(LISTENS) {
                    let _ = tell.send(port.parse::<u16>().unwrap());
                }
            }
        });
        if let Ok(port) = told.recv_timeout(Duration::from_secs(30)) {
            return Some(Self { child, port });
        }
        let _ = child.kill();
        let _ = child.wait();
        None
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Node {
    /// `SIGKILL`.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
