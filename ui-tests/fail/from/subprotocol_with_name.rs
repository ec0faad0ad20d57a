// The subprotocol is a fixed form; a name would look as if it were not.
use actix_paseto::paseto_required;

#[paseto_required(from(subprotocol("bearer")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
