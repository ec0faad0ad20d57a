// An open door is open for a reason, and the audit wants to read it.
use actix_paseto::paseto_public;

#[paseto_public]
async fn orders() -> String {
    String::new()
}

fn main() {}
