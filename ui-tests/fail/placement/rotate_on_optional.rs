// Whoever may come without a token has nothing to rotate.
use actix_paseto::paseto_optional;

#[paseto_optional(rotate)]
async fn orders() -> String {
    String::new()
}

fn main() {}
