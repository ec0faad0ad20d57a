// The purpose is a word, and the message says which.
use actix_paseto::paseto_required;

#[paseto_required(purpose = "local")]
async fn orders() -> String {
    String::new()
}

fn main() {}
