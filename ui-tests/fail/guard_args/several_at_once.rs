// Every breach is reported in one go, each at its own token.
use actix_paseto::paseto_required;

#[paseto_required(lenient, audience = "", scopes(""), kind = "access")]
async fn orders() -> String {
    String::new()
}

fn main() {}
