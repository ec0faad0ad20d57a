// One of the two was meant to be another.
use actix_paseto::paseto_required;

#[paseto_required(scopes("a", "a"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
