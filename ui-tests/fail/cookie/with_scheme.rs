// A cookie has its own name: a word before the token would only break it.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie("session", scheme = "Bearer")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
