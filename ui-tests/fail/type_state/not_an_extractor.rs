// The message stands at the parameter, not where the handler is registered.
use actix_paseto::paseto_required;

#[paseto_required]
async fn show(_verbose: bool) -> String {
    String::new()
}

fn main() {}
