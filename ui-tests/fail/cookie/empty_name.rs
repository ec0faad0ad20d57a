// A cookie without a name is never there.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie("")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
