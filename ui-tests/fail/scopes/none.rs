// A list without scopes demands nothing, and looks as if it did.
use actix_paseto::paseto_required;

#[paseto_required(scopes())]
async fn orders() -> String {
    String::new()
}

fn main() {}
