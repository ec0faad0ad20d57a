// A declaration has no body that could be protected.
use actix_paseto::paseto_required;

trait Orders {
    #[paseto_required]
    async fn list() -> String;
}

fn main() {}
