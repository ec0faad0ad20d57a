// One handler is guarded by another attribute, and the message names it.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
async fn orders() -> String {
    String::new()
}

fn main() {}
