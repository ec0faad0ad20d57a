//! Passwords, an encrypted field and API keys beside the tokens. `cargo run --example toolbox
//! --features toolbox`

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_paseto::prelude::*;
use actix_paseto::toolbox::{
    AesKey, AesKeys, ApiKeyFormat, ApiKeyHash, Encrypted, FieldKey, PasswordHasher,
};
use actix_web::error::{
    ErrorBadRequest, ErrorConflict, ErrorInternalServerError, ErrorUnauthorized,
};
use actix_web::web::{Data, Json, ServiceConfig};
use actix_web::{App, HttpRequest, HttpServer, Result, get, post};
use serde::{Deserialize, Serialize};

/// A row of the database. Whoever reads the table reads neither a password nor an IBAN.
#[derive(Clone, Serialize, Deserialize)]
struct Customer {
    password: String,
    iban: Encrypted<String>,
}

pub(crate) struct Shop {
    hasher: PasswordHasher,
    ibans: FieldKey,
    api_keys: ApiKeyFormat,
    customers: Mutex<HashMap<String, Customer>>,
    /// By the id of the key: its hash, and whose it is.
    machines: Mutex<HashMap<String, (ApiKeyHash, String)>>,
}

impl Shop {
    fn open(keys: &AesKeys) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        Ok(Self {
            hasher: PasswordHasher::default(),
            ibans: FieldKey::new(keys, "customer.iban"),
            api_keys: ApiKeyFormat::new("shop")?,
            customers: Mutex::default(),
            machines: Mutex::default(),
        })
    }

    fn customer(&self, user: &str) -> Option<Customer> {
        self.customers.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned()
    }

    fn save(&self, user: &str, customer: Customer) {
        let mut customers = self.customers.lock().unwrap_or_else(PoisonError::into_inner);
        customers.insert(user.to_owned(), customer);
    }

    /// The same time and the same answer, whether the user exists or not.
    async fn check(&self, given: &Login) -> Result<()> {
        let customer = self.customer(&given.user);
        let verdict = match &customer {
            Some(customer) => self.hasher.verify(&given.password, &customer.password).await,
            None => self.hasher.verify_absent(&given.password).await,
        };
        let verdict = verdict.map_err(ErrorInternalServerError)?;
        let customer = customer.filter(|_| verdict.valid);
        let customer = customer.ok_or_else(|| ErrorUnauthorized("wrong user or password"))?;
        if verdict.needs_rehash {
            let password = self.hasher.hash(&given.password).await;
            let password = password.map_err(ErrorInternalServerError)?;
            self.save(&given.user, Customer { password, ..customer });
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct SignUp {
    user: String,
    password: String,
    iban: String,
}

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

#[post("/sign-up")]
#[paseto_public(reason = "nobody has a token before")]
async fn sign_up(form: Json<SignUp>, shop: Data<Shop>) -> Result<&'static str> {
    if shop.customer(&form.user).is_some() {
        return Err(ErrorConflict("taken"));
    }
    let password = shop.hasher.hash(&form.password).await.map_err(ErrorBadRequest)?;
    let key = shop.ibans.record(&form.user);
    let iban = Encrypted::seal(&form.iban, &key).map_err(ErrorInternalServerError)?;
    shop.save(&form.user, Customer { password, iban });
    Ok("welcome")
}

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn log_in(login: Json<Login>, shop: Data<Shop>, issuer: Issuer) -> Result<Json<TokenPair>> {
    shop.check(&login).await?;
    issuer.pair(&login.user).fresh().issue().map(Json).map_err(ErrorInternalServerError)
}

/// As the database holds it.
#[get("/row")]
#[paseto_required]
async fn row(token: Token, shop: Data<Shop>) -> Option<Json<Customer>> {
    shop.customer(&token.subject().to_string()).map(Json)
}

#[get("/iban")]
#[paseto_required(fresh)]
async fn my_iban(token: Token, shop: Data<Shop>) -> Result<String> {
    let user = token.subject().to_string();
    let customer = shop.customer(&user).ok_or_else(|| ErrorUnauthorized("no customer"))?;
    customer.iban.open(&shop.ibans.record(user)).map_err(ErrorInternalServerError)
}

/// Shown once; the shop keeps its hash.
#[post("/api-keys")]
#[paseto_required(fresh)]
async fn new_api_key(token: Token, shop: Data<Shop>) -> Result<String> {
    let new = shop.api_keys.generate().map_err(ErrorInternalServerError)?;
    let mut machines = shop.machines.lock().unwrap_or_else(PoisonError::into_inner);
    machines.insert(new.id, (new.hash, token.subject().to_string()));
    Ok(new.key.expose().to_owned())
}

#[get("/report")]
#[paseto_public(reason = "machines come with an API key, checked below")]
async fn report(req: HttpRequest, shop: Data<Shop>) -> Result<String> {
    let owner = owner(&req, &shop).ok_or_else(|| ErrorUnauthorized("no valid API key"))?;
    Ok(format!("a report for {owner}"))
}

fn owner(req: &HttpRequest, shop: &Shop) -> Option<String> {
    let presented = req.headers().get("x-api-key")?.to_str().ok()?;
    let key = shop.api_keys.parse(presented).ok()?;
    let machines = shop.machines.lock().unwrap_or_else(PoisonError::into_inner);
    let (hash, owner) = machines.get(key.id())?;
    key.matches(hash).then(|| owner.clone())
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service((sign_up, log_in, row, my_iban, new_api_key, report));
}

pub(crate) fn shop() -> std::result::Result<Data<Shop>, Box<dyn std::error::Error>> {
    // A real service reads the key from where its secrets are: `AesKey::from_text`.
    Ok(Data::new(Shop::open(&AesKeys::new(AesKey::generate()?))?))
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let (paseto, shop) = (Paseto::dev()?, shop()?);
    let app =
        move || App::new().configure(paseto.install()).app_data(shop.clone()).configure(routes);
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
