// The name ends before `=`, and nobody sets the rest.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie("session=abc")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
