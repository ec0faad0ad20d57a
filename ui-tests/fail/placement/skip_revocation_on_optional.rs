// An optional token is no less revocable than a required one.
use actix_paseto::paseto_optional;

#[paseto_optional(skip_revocation)]
async fn orders() -> String {
    String::new()
}

fn main() {}
