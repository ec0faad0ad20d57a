// An access token is used many times; only custom kinds are used up.
use actix_paseto::paseto_required;

#[paseto_required(single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
