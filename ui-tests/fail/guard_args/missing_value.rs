// A key that lost its value must not count as given.
use actix_paseto::paseto_required;

#[paseto_required(audience)]
async fn orders() -> String {
    String::new()
}

fn main() {}
