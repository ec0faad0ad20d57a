// It is a word alone: how often is in its name.
use actix_paseto::paseto_required;

#[paseto_required(kind = "email-verify", single_use = 1)]
async fn orders() -> String {
    String::new()
}

fn main() {}
