// Names of headers know no case, so this is the same place twice.
use actix_paseto::paseto_required;

#[paseto_required(from(header("X-Token"), header("x-token")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
