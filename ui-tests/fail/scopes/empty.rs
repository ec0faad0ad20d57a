// An empty scope is granted to nobody.
use actix_paseto::paseto_required;

#[paseto_required(scopes(""))]
async fn orders() -> String {
    String::new()
}

fn main() {}
