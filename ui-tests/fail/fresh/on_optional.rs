// Freshness cannot be asked of someone who may come without a token.
use actix_paseto::paseto_optional;

#[paseto_optional(fresh)]
async fn orders() -> String {
    String::new()
}

fn main() {}
