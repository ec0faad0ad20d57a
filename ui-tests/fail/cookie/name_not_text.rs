// A cookie is named by a text.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie(session)))]
async fn orders() -> String {
    String::new()
}

fn main() {}
