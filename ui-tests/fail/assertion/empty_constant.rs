// An empty assertion binds the token to nothing, also behind a constant's name.
use actix_paseto::paseto_required;

const TENANT: &str = "";

#[paseto_required(assertion = TENANT)]
async fn orders() -> String {
    String::new()
}

fn main() {}
