// A misspelt key must never be skipped: it would silently weaken the guard.
use actix_paseto::paseto_required;

#[paseto_required(frsh)]
async fn orders() -> String {
    String::new()
}

fn main() {}
