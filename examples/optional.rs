//! Routes that know more of who has a token, and serve everyone. `cargo run --example optional`

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpServer, get, post};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct Customer {
    discount: u8,
}

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).claims(&Customer { discount: 10 })?.issue()?)
}

/// A token that is present must be good: a client with an expired one learns to refresh it.
#[get("/hello")]
#[paseto_optional]
async fn hello(token: Option<Token>) -> String {
    token.map_or_else(|| "hello stranger".to_owned(), |token| format!("hello {}", token.subject()))
}

#[get("/price")]
#[paseto_optional]
async fn price(customer: Option<Claims<Customer>>) -> String {
    let discount = customer.map_or(0, |customer| customer.discount);
    100_u8.saturating_sub(discount).to_string()
}

/// A bad token counts as none.
#[get("/lenient")]
#[paseto_optional(lenient)]
async fn lenient(token: Option<Token>) -> String {
    token.map_or_else(|| "hello stranger".to_owned(), |token| format!("hello {}", token.subject()))
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app =
        move || App::new().configure(paseto.install()).service((login, hello, price, lenient));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
