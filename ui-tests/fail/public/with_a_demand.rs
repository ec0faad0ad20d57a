// What lets anyone in demands nothing; the demand is on the wrong attribute.
use actix_paseto::paseto_public;

#[paseto_public(reason = "health", scopes("a"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
