// An empty issuer would match no token, or be taken for none.
use actix_paseto::paseto_required;

#[paseto_required(issuer = "")]
async fn orders() -> String {
    String::new()
}

fn main() {}
