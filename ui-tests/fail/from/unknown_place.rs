// A misspelt place must never be skipped: the token would be looked for elsewhere.
use actix_paseto::paseto_required;

#[paseto_required(from(haeder))]
async fn orders() -> String {
    String::new()
}

fn main() {}
