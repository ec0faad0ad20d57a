// Scopes are literals, so that an audit can read them.
use actix_paseto::paseto_required;

#[paseto_required(scopes(ADMIN))]
async fn orders() -> String {
    String::new()
}

fn main() {}
