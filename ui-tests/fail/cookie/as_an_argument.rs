// It is a place among others, and which comes first matters.
use actix_paseto::paseto_required;

#[paseto_required(cookie)]
async fn orders() -> String {
    String::new()
}

fn main() {}
