// A header without a name is never there, so nobody would come in.
use actix_paseto::paseto_required;

#[paseto_required(assertion = header(""))]
async fn orders() -> String {
    String::new()
}

fn main() {}
