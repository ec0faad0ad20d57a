// `with` without a function has nobody to ask.
use actix_paseto::paseto_required;

#[paseto_required(assertion = with())]
async fn orders() -> String {
    String::new()
}

fn main() {}
