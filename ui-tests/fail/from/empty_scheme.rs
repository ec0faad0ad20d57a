// An empty scheme is said by leaving it out.
use actix_paseto::paseto_required;

#[paseto_required(from(header("X-Token", scheme = "")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
