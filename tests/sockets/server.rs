//! A server with live sockets, and what an operator does to it.

use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use actix_paseto::IssuedToken;
use actix_paseto::issue::TokenBuilder;
use actix_paseto::prelude::*;
use actix_paseto::revocation::StoreError;
use actix_paseto::web::{Message, Socket};
use actix_web::{
    App, HttpMessage as _, HttpRequest, HttpResponse, HttpServer, Result, get, rt, web,
};

use crate::client::{self, Client};
use crate::ledger::Ledger;
use crate::support::{builder, local};

/// As long as one of them is there, something of a request is.
type Alive = Arc<()>;

async fn chat(mut socket: Socket) {
    while let Some(message) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        let answer = match text.strip_prefix("token ") {
            None => text.to_string(),
            Some(token) => match socket.present(token).await {
                Ok(token) => format!("renewed {}", token.jti()),
                Err(rejection) => rejection.code().as_str().to_owned(),
            },
        };
        if socket.text(answer).await.is_err() {
            break;
        }
    }
}

#[get("/live")]
#[paseto_required]
async fn live(
    req: HttpRequest,
    socket: WebSocket,
    alive: web::Data<Alive>,
) -> Result<HttpResponse> {
    req.extensions_mut().insert(Arc::clone(&**alive));
    socket.start(chat)
}

/// Sends, and never receives.
#[get("/ticks")]
#[paseto_required]
async fn ticks(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|socket| async move {
        let mut sender = socket.sender();
        drop(socket);
        while sender.text("tick").await.is_ok() {
            rt::time::sleep(Duration::from_millis(20)).await;
        }
    })
}

/// Answers once, and leaves.
#[get("/once")]
#[paseto_required]
async fn once(
    req: HttpRequest,
    socket: WebSocket,
    alive: web::Data<Alive>,
) -> Result<HttpResponse> {
    req.extensions_mut().insert(Arc::clone(&**alive));
    socket.start(|mut socket| async move {
        socket.recv().await;
        assert!(socket.text("once").await.is_ok());
    })
}

/// Sends more than a client reads that does not read.
#[get("/flood")]
#[paseto_required]
async fn flood(
    req: HttpRequest,
    socket: WebSocket,
    alive: web::Data<Alive>,
) -> Result<HttpResponse> {
    req.extensions_mut().insert(Arc::clone(&**alive));
    socket.start(|mut socket| async move {
        let much = "much".repeat(1 << 16);
        while socket.text(&much).await.is_ok() {}
    })
}

#[get("/careless")]
#[paseto_required(skip_revocation)]
async fn careless(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(chat)
}

#[get("/anyone")]
#[paseto_optional]
async fn anyone(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(chat)
}

#[get("/by-ticket")]
#[paseto_required(kind = "ws-ticket", single_use, from(query("ticket")), scopes("chat"))]
async fn by_ticket(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(chat)
}

#[get("/ticket")]
#[paseto_required]
async fn ticket(token: Token, issuer: Issuer) -> Result<String> {
    Ok(issuer.ticket(&token).issue()?.into_string())
}

#[get("/brief-ticket")]
#[paseto_required]
async fn brief_ticket(token: Token, issuer: Issuer) -> Result<String> {
    let life = Duration::from_secs(1);
    Ok(issuer.ticket(&token).expires_in(life).issue()?.into_string())
}

#[get("/long-ticket")]
#[paseto_required]
async fn long_ticket(token: Token, issuer: Issuer) -> Result<String> {
    let life = Duration::from_secs(31);
    Ok(issuer.ticket(&token).expires_in(life).issue()?.into_string())
}

/// Of a known name.
#[get("/named-ticket")]
#[paseto_required]
async fn named_ticket(token: Token, issuer: Issuer) -> Result<String> {
    Ok(issuer.ticket(&token).jti("the-ticket").issue()?.into_string())
}

/// As often as one likes.
#[get("/by-any-ticket")]
#[paseto_required(kind = "ws-ticket", from(query("ticket")))]
async fn by_any_ticket(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(chat)
}

/// By what is neither a session nor a ticket, and is used up by the handshake.
#[get("/by-invitation")]
#[paseto_required(kind = "invitation", single_use)]
async fn by_invitation(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(chat)
}

#[get("/logout-by-ticket")]
#[paseto_required(kind = "ws-ticket")]
async fn logout_by_ticket(token: Token, revocations: Revocations) -> Result<&'static str> {
    revocations.log_out(&token).await?;
    Ok("bye")
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[get("/logout")]
#[paseto_required]
async fn logout(token: Token, revocations: Revocations) -> Result<&'static str> {
    revocations.log_out(&token).await?;
    Ok("bye")
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) store: Ledger,
    paseto: Paseto,
    alive: Alive,
}

impl Server {
    pub(crate) fn start(store: Ledger) -> Self {
        Self::with(store, "")
    }

    /// With these lines of settings.
    pub(crate) fn with(store: Ledger, lines: &'static str) -> Self {
        let (tell, told) = mpsc::channel();
        let (kept, alive) = (store.clone(), Alive::default());
        let data = web::Data::new(Arc::clone(&alive));
        std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let paseto = builder(local(lines).store(store)).await;
                let installed = paseto.clone();
                let app = move || {
                    let sockets = (
                        live,
                        ticks,
                        once,
                        flood,
                        careless,
                        anyone,
                        by_ticket,
                        by_any_ticket,
                        by_invitation,
                    );
                    let tickets = (ticket, brief_ticket, long_ticket, named_ticket);
                    let others = (me, logout, logout_by_ticket);
                    let app = App::new().configure(installed.install()).app_data(data.clone());
                    app.service(sockets).service(tickets).service(others)
                };
                let server = HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
                tell.send((server.addrs()[0], paseto)).unwrap();
                server.run().await.unwrap();
            });
        });
        let (address, paseto) = told.recv().unwrap();
        Self { address, store: kept, paseto, alive }
    }

    pub(crate) fn access(&self, subject: &str) -> TokenBuilder {
        self.paseto.issuer().access(subject)
    }

    pub(crate) fn token(&self, subject: &str) -> IssuedToken {
        self.access(subject).issue().unwrap()
    }

    pub(crate) fn issuer(&self) -> Issuer {
        self.paseto.issuer()
    }

    #[track_caller]
    pub(crate) fn open(&self, path: &str, token: &IssuedToken) -> Client {
        client::open(self.address, path, Some(token.as_str())).unwrap()
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> (u16, String) {
        client::get(self.address, path, token)
    }

    pub(crate) fn revoke(
        &self,
        revoke: impl AsyncFnOnce(Revocations) -> Result<(), StoreError>,
    ) -> Instant {
        let revocations = self.paseto.revocations();
        rt::System::new().block_on(revoke(revocations)).unwrap();
        Instant::now()
    }

    /// How many requests are held by open sockets.
    pub(crate) fn held(&self) -> usize {
        // One is here, one with the application.
        Arc::strong_count(&self.alive) - 2
    }
}

/// Until so long before the token expires.
pub(crate) fn sleep_until_before_end(token: &IssuedToken, before: Duration) {
    let left = token.expires_at().unwrap().duration_since(SystemTime::now()).unwrap();
    std::thread::sleep(left.saturating_sub(before));
}

/// Waits for what comes soon, if it comes.
#[track_caller]
pub(crate) fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(5), "not within 5 s: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
