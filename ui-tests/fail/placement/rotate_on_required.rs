// Access tokens are not exchanged, so there is nothing to rotate.
use actix_paseto::paseto_required;

#[paseto_required(rotate)]
async fn orders() -> String {
    String::new()
}

fn main() {}
