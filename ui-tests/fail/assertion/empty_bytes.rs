// An empty assertion binds the token to nothing, also as bytes.
use actix_paseto::paseto_required;

#[paseto_required(assertion = b"")]
async fn orders() -> String {
    String::new()
}

fn main() {}
