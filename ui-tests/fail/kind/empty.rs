// An empty kind is no kind.
use actix_paseto::paseto_required;

#[paseto_required(kind = "")]
async fn orders() -> String {
    String::new()
}

fn main() {}
