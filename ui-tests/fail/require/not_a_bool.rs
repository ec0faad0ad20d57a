// Only a boolean decides; anything else is a forgotten comparison.
use actix_paseto::paseto_required;

#[paseto_required(require = 1)]
async fn orders() -> String {
    String::new()
}

fn main() {}
