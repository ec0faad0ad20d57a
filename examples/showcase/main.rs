//! Every feature on a route of its own. `cargo run --example showcase`
//!
//! Listens on `SHOWCASE_ADDR` (default `127.0.0.1:8081`). Reads its configuration from the file
//! that `PASETO_CONFIG` names (default `examples/showcase/paseto.toml`), then from `PASETO_…`
//! variables; without a configured key it makes throw-away ones. `SHOWCASE_LOG=trace` prints every
//! event of the library and of actix to standard error; the default is `off`.

#![allow(unreachable_pub, reason = "the modules of a binary")]

mod account;
mod browser;
mod guards;
mod page;
mod session;
mod sockets;
mod sources;

use actix_paseto::config;
use actix_paseto::prelude::*;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{Data, Json, JsonConfig};
use actix_web::{App, HttpRequest, HttpServer, get};
use serde_json::{Value, json};
use tracing::level_filters::LevelFilter;

#[get("/healthz")]
#[paseto_public(reason = "the load balancer has no token")]
async fn healthz() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// A token that is bound to a tenant opens for who names the tenant, in the header `X-Tenant`.
fn tenant(req: &HttpRequest) -> Vec<Vec<u8>> {
    let named = req.headers().get("x-tenant");
    named.map(|name| name.as_bytes().to_vec()).into_iter().collect()
}

/// No access log: actix's `Logger` prints addresses, and with them the tokens in a query.
fn log() -> Result<(), Box<dyn std::error::Error>> {
    let level = std::env::var("SHOWCASE_LOG").unwrap_or_else(|_| "off".to_owned());
    let level: LevelFilter = level.parse()?;
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).init();
    Ok(())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    log()?;
    let figment = config::figment_beside("examples/showcase/paseto.toml");
    let paseto = Paseto::builder().figment(figment).dev_keys().build().await?;
    let users = Data::new(account::Users::with_demo_accounts()?);
    let app = move || {
        App::new()
            // What an answer carries is for the one who asked.
            .wrap(DefaultHeaders::new().add(("cache-control", "no-store")))
            .configure(paseto.install())
            .app_data(users.clone())
            .app_data(JsonConfig::default().limit(16 * 1024))
            .service(healthz)
            .route("/revoke", paseto.revocation_endpoint_bound_to(tenant))
            .route("/introspect", paseto.introspection_endpoint())
            .configure(session::routes)
            .configure(guards::routes)
            .configure(sources::routes)
            .configure(sockets::routes)
            .configure(browser::routes)
            .configure(page::routes)
    };
    let address = std::env::var("SHOWCASE_ADDR").unwrap_or_else(|_| "127.0.0.1:8081".to_owned());
    let server = HttpServer::new(app).shutdown_timeout(3).bind(&address)?;
    let bound = server.addrs();
    let server = server.run();
    for address in bound {
        println!("listening on http://{address}");
    }
    Ok(server.await?)
}
