// A path segment without a name is never there, so nobody would come in.
use actix_paseto::paseto_required;

#[paseto_required(assertion = path(""))]
async fn orders() -> String {
    String::new()
}

fn main() {}
