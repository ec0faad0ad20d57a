// Text is text: a number here is a slip.
use actix_paseto::paseto_required;

#[paseto_required(issuer = 5)]
async fn orders() -> String {
    String::new()
}

fn main() {}
