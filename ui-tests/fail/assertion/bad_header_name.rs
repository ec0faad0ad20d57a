// A header cannot have such a name, so nobody would come in.
use actix_paseto::paseto_required;

#[paseto_required(assertion = header("x tenant"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
