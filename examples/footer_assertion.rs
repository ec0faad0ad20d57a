//! What all can read, and what is bound but not there. `cargo run --example footer_assertion`

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpRequest, HttpServer, get, post};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Login {
    user: String,
    tenant: String,
}

/// The footer is authenticated and not encrypted. The tenant is not in the token at all, and yet
/// the token opens nothing of another tenant.
#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let pair = issuer.pair(&login.user).assertion(&login.tenant);
    Ok(pair.footer(&json!({ "region": "eu" }))?.issue()?)
}

#[get("/tenants/{tenant}/ledger")]
#[paseto_required(assertion = path("tenant"))]
async fn ledger(tenant: Path<String>, token: Token) -> String {
    format!("{} reads the ledger of {tenant}", token.subject())
}

#[get("/ledger")]
#[paseto_required(assertion = header("x-tenant"))]
async fn ledger_by_header(token: Token) -> String {
    token.subject().to_string()
}

/// `alpha.shop.example` is tenant `alpha`.
fn tenant_of_host(req: &HttpRequest) -> Option<String> {
    let host = req.headers().get("host")?.to_str().ok()?;
    let (tenant, _) = host.split_once('.')?;
    Some(tenant.to_owned())
}

#[get("/ledger/of-host")]
#[paseto_required(assertion = with(tenant_of_host))]
async fn ledger_by_host(token: Token) -> String {
    token.subject().to_string()
}

#[get("/alpha/footer")]
#[paseto_required(assertion = "alpha")]
async fn footer(token: Token) -> Json<Option<Value>> {
    Json(token.footer_json())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, ledger, ledger_by_header, ledger_by_host, footer);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
