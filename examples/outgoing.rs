//! A service that calls a guarded service. `cargo run --example outgoing --features reqwest`

use std::sync::Arc;

use actix_paseto::outgoing::{Bearer, PasetoProvider, ReqwestBearer, RotatingToken};
use actix_paseto::prelude::*;
use actix_web::web::Data;
use actix_web::{App, HttpServer, error, get};
use reqwest_middleware::ClientWithMiddleware;

/// The service that is called; in earnest it is a program of its own, with the same key.
#[get("/stock/{item}")]
#[paseto_required(scopes("stock:read"))]
async fn stock(token: Token, item: actix_web::web::Path<String>) -> String {
    format!("7 {item} for {}", token.subject())
}

/// The service that calls. The token is put on by the client, and fetched by nobody here.
#[get("/order/{item}")]
#[paseto_public(reason = "a shop window")]
async fn order(
    item: actix_web::web::Path<String>,
    client: Data<ClientWithMiddleware>,
    service: Data<Stock>,
) -> actix_web::Result<String> {
    let answer = client.get(format!("{}/stock/{item}", service.0)).send().await;
    let answer = answer.and_then(|answer| Ok(answer.error_for_status()?));
    let answer = answer.map_err(error::ErrorBadGateway)?;
    answer.text().await.map_err(error::ErrorBadGateway)
}

/// Where the other service is.
struct Stock(String);

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let guarded = paseto.clone();
    let stocks = HttpServer::new(move || App::new().configure(guarded.install()).service(stock));
    let stocks = stocks.workers(1).bind(("127.0.0.1", 0))?;
    let origin = stocks.addrs().first().map(|address| format!("http://{address}"));
    let origin = origin.ok_or("the other service does not listen")?;

    // Made anew in the background before it expires; whoever sends a request waits for nothing.
    let provider = PasetoProvider::new(paseto.issuer(), "orders").scopes(["stock:read"]);
    let token = RotatingToken::of(Arc::new(provider))
        .on_error(|error| eprintln!("no new token: {error}"))
        .start()
        .await?;
    // Only this service gets to see it.
    let bearer = Bearer::new(Arc::new(token), [&origin])?;
    let client = ReqwestBearer::client(bearer, reqwest::Client::builder())?.build();
    let (client, origin) = (Data::new(client), Data::new(Stock(origin)));

    let app = move || {
        let shared = (client.clone(), origin.clone());
        App::new().app_data(shared.0).app_data(shared.1).configure(paseto.install()).service(order)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let orders = HttpServer::new(app).bind(address)?;
    for address in orders.addrs() {
        println!("listening on http://{address}");
    }
    actix_web::rt::spawn(stocks.run());
    Ok(orders.run().await?)
}
