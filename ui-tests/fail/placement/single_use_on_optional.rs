// Whoever may come without a token could repeat what was to happen once.
use actix_paseto::paseto_optional;

#[paseto_optional(kind = "invitation", single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
