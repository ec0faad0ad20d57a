//! An application with routes of every sort, and both endpoints.

use actix_paseto::prelude::*;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, get, post};

#[get("/access")]
#[paseto_required]
async fn access() -> &'static str {
    "in"
}

#[get("/refresh")]
#[refresh_required]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[post("/rotate")]
#[refresh_required(rotate)]
async fn rotate(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[post("/once")]
#[paseto_required(kind = "reset", single_use)]
async fn once() -> &'static str {
    "in"
}

#[get("/mail")]
#[paseto_required(kind = "email-verify")]
async fn mail() -> &'static str {
    "in"
}

#[get("/wrapped")]
#[paseto_required(base64)]
async fn wrapped() -> &'static str {
    "in"
}

#[get("/orders")]
#[paseto_required(audience = "orders")]
async fn orders() -> &'static str {
    "in"
}

#[get("/tenant")]
#[paseto_required(assertion = "tenant-alpha")]
async fn tenant() -> &'static str {
    "in"
}

#[get("/staff")]
#[paseto_required(profile = "staff")]
async fn staff() -> &'static str {
    "in"
}

#[derive(serde::Serialize, serde::Deserialize, Claims)]
pub(crate) struct Granting {
    scopes: Vec<String>,
    secret: String,
}

pub(crate) fn granting(scopes: &[&str]) -> Granting {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    Granting { scopes, secret: "s3cret".to_owned() }
}

fn tenants(req: &HttpRequest) -> Vec<Vec<u8>> {
    let named = req.headers().get("x-tenant").map(|name| name.as_bytes().to_vec());
    named.into_iter().chain([b"tenant-alpha".to_vec()]).collect()
}

/// Every route above, and both endpoints.
pub(crate) fn everything(paseto: &Paseto) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let paseto = paseto.clone();
    move |app| {
        let bound = web::scope("/bound")
            .route("/revoke", paseto.revocation_endpoint_bound_to(tenants))
            .route("/introspect", paseto.introspection_endpoint_bound_to(tenants));
        app.configure(paseto.install())
            .service((access, refresh, rotate, once, mail, wrapped, orders, tenant, staff))
            .service(bound)
            .route("/revoke", paseto.revocation_endpoint())
            .route("/introspect", paseto.introspection_endpoint());
    }
}

macro_rules! app {
    ($paseto:expr) => {
        actix_web::test::init_service(
            actix_web::App::new().configure(crate::app::everything(&$paseto)),
        )
        .await
    };
}
pub(crate) use app;
