// A type that demands nothing is no policy.
use actix_paseto::paseto_required;

struct Admin;

#[paseto_required(policy = Admin)]
async fn orders() -> String {
    String::new()
}

fn main() {}
