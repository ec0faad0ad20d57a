// An empty audience would match no token, or be taken for none.
use actix_paseto::paseto_required;

#[paseto_required(audience = "")]
async fn orders() -> String {
    String::new()
}

fn main() {}
