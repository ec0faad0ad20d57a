// `kind = any` lets refresh tokens in, which are never fresh.
use actix_paseto::paseto_required;

#[paseto_required(fresh, kind = any)]
async fn orders() -> String {
    String::new()
}

fn main() {}
