// Cookies need CSRF protection, so the word waits until it is there.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie))]
async fn orders() -> String {
    String::new()
}

fn main() {}
