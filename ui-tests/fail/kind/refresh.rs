// Refresh tokens have an attribute of their own; a kind of that name would hide the fact.
use actix_paseto::paseto_required;

#[paseto_required(kind = "refresh")]
async fn orders() -> String {
    String::new()
}

fn main() {}
