// `base64 = false` would read like a switch, and be one that cannot be switched off.
use actix_paseto::paseto_required;

#[paseto_required(base64 = false)]
async fn orders() -> String {
    String::new()
}

fn main() {}
