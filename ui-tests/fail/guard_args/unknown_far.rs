// A key that means nothing must never be skipped: its author meant something.
use actix_paseto::paseto_required;

#[paseto_required(banana)]
async fn orders() -> String {
    String::new()
}

fn main() {}
