// A link that resets a password must not be looked for in the cookie of the session.
use actix_paseto::paseto_required;

#[paseto_required(kind = "reset", single_use, from(cookie))]
async fn orders() -> String {
    String::new()
}

fn main() {}
