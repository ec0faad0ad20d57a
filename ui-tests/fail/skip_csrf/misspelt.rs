// A misspelt word must never be skipped, not even one that takes a check away.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie), skip_crsf)]
async fn orders() -> String {
    String::new()
}

fn main() {}
