//! An OpenAPI document that tells of the tokens. `cargo run --example generate_doc`

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpServer, get, post};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[utoipa::path(responses((status = 200, description = "an access and a refresh token")))]
#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[utoipa::path(
    security(("token" = [])),
    responses(
        (status = 200, description = "who one is"),
        (status = 401, description = "no token, or a bad one"),
    ),
)]
#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// Names the scheme that `security(…)` refers to.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("PASETO v4");
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    }
}

#[derive(OpenApi)]
#[openapi(paths(login, me), modifiers(&Tokens))]
struct Api;

#[get("/openapi.json")]
#[paseto_public(reason = "the document holds no secret")]
async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Api::openapi())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || App::new().configure(paseto.install()).service((login, me, document));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
