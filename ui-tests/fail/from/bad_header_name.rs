// A header cannot have such a name, so no token would be found.
use actix_paseto::paseto_required;

#[paseto_required(from(header("x:token")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
