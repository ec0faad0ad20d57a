//! An application in several files. `cargo run --example multiple_files`

#![allow(unreachable_pub, reason = "the modules of a binary")]

mod orders;
mod session;
mod user;

use actix_paseto::Paseto;
use actix_web::{App, HttpServer};

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        App::new().configure(paseto.install()).configure(session::routes).configure(orders::routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
