// Every contradiction is reported in one go, each at its own token.
use actix_paseto::paseto_required;

#[paseto_required(kind = "reset", single_use, skip_revocation, rotate, from(cookie, cookie("a b")), lenient)]
async fn orders() -> String {
    String::new()
}

fn main() {}
