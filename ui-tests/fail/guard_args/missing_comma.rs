// Leftovers after an argument would be demands that nobody checks.
use actix_paseto::paseto_required;

#[paseto_required(fresh base64)]
async fn orders() -> String {
    String::new()
}

fn main() {}
