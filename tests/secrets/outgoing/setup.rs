//! A service that is guarded, one that is not, and providers that can be watched.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use actix_paseto::outgoing::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
use actix_paseto::prelude::*;
use actix_paseto::secret::SecretText;
use actix_web::dev::Service as _;
use actix_web::http::header;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, get, post, rt, web};
use figment::Figment;
use figment::providers::{Format as _, Toml};

pub async fn paseto(key: &str) -> Paseto {
    let text = format!("[default]\nkeys.active = \"{key}\"");
    let figment = Figment::from(Toml::string(&text).nested());
    let built = Paseto::builder().figment(figment).skip_policy_check().build().await;
    built.unwrap_or_else(|errors| panic!("{errors}"))
}

pub fn key() -> String {
    let key = actix_paseto::codec::LocalKey::generate().unwrap();
    key.to_paserk().expose().to_owned()
}

#[get("/items")]
#[paseto_required(scopes("stock:read"))]
async fn items(token: Token) -> String {
    format!("items for {}", token.subject())
}

#[post("/items")]
#[paseto_required(scopes("stock:read"))]
async fn add(body: String) -> String {
    format!("added {body}")
}

/// What a server without a guard gets to see.
#[get("/seen")]
async fn seen(request: HttpRequest) -> String {
    let headers = request.headers();
    let shown = |name: &str| headers.get(name).map_or("-", |value| value.to_str().unwrap());
    format!("{} {}", shown("authorization"), shown("x-token"))
}

#[get("/leads")]
async fn leads(to: web::Query<Vec<(String, String)>>) -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, &*to[0].1)).finish()
}

/// A service on a free loopback port. It ends with the test.
pub struct Stock {
    pub url: String,
    requests: Arc<AtomicUsize>,
}

impl Stock {
    pub fn start(paseto: &Paseto) -> Self {
        let requests = Arc::new(AtomicUsize::new(0));
        let (paseto, count) = (paseto.clone(), Arc::clone(&requests));
        let server = HttpServer::new(move || {
            let count = Arc::clone(&count);
            App::new()
                .wrap_fn(move |request, service| {
                    count.fetch_add(1, Ordering::SeqCst);
                    service.call(request)
                })
                .configure(paseto.install())
                .service((items, add, seen, leads))
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        rt::spawn(server.run());
        Self { url, requests }
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Gives `token` until it is asked for another, and then the next of the list, as long as it lasts.
#[derive(Debug)]
pub struct Series {
    texts: Mutex<Vec<String>>,
    pub refreshes: AtomicUsize,
}

impl Series {
    pub fn of<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Arc<Self> {
        let texts = Mutex::new(texts.into_iter().map(Into::into).collect());
        Arc::new(Self { texts, refreshes: AtomicUsize::new(0) })
    }

    fn first(&self) -> OutgoingToken {
        OutgoingToken::new(SecretText::from(self.texts.lock().unwrap()[0].clone()))
    }

    pub fn refreshes(&self) -> usize {
        self.refreshes.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Series {
    fn name(&self) -> &'static str {
        "series"
    }

    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        Box::pin(async { Ok(self.first()) })
    }

    fn refresh<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        Box::pin(async {
            self.refreshes.fetch_add(1, Ordering::SeqCst);
            // Long enough that everybody waits who is going to.
            rt::time::sleep(std::time::Duration::from_millis(50)).await;
            let mut texts = self.texts.lock().unwrap();
            if texts.len() == 1 {
                return Err(TokenError::Own("no more"));
            }
            texts.remove(0);
            drop(texts);
            Ok(self.first())
        })
    }

    fn validate(&self, token: &str) -> bool {
        self.first().is(token)
    }
}

/// A token that the service takes, and one that is perfect but for the key.
pub async fn good_and_bad(paseto: &Paseto) -> (String, String) {
    let token = |paseto: &Paseto| {
        let scopes = serde_json::json!({ "scopes": ["stock:read"] });
        let token = paseto.issuer().access("orders").claims_json(&scopes).unwrap();
        token.issue().unwrap().into_string()
    };
    let other = self::paseto(&key()).await;
    (token(paseto), token(&other))
}
