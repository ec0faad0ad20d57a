// An empty assertion binds the token to nothing.
use actix_paseto::paseto_required;

#[paseto_required(assertion = "")]
async fn orders() -> String {
    String::new()
}

fn main() {}
