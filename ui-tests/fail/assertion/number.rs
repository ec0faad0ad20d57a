// An assertion is bytes; how a number would become bytes is anybody's guess.
use actix_paseto::paseto_required;

#[paseto_required(assertion = 7)]
async fn orders() -> String {
    String::new()
}

fn main() {}
