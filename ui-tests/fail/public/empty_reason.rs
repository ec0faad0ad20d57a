// An empty reason is none.
use actix_paseto::paseto_public;

#[paseto_public(reason = " ")]
async fn orders() -> String {
    String::new()
}

fn main() {}
