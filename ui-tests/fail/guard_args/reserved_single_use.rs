// A word that is not implemented yet must not look as if it were.
use actix_paseto::paseto_required;

#[paseto_required(kind = "email-verify", single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
