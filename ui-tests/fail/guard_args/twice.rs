// Of two values only one can hold, and the reader cannot tell which.
use actix_paseto::paseto_required;

#[paseto_required(audience = "a", audience = "b")]
async fn orders() -> String {
    String::new()
}

fn main() {}
