// `kind = "access"` says twice what the attribute says already.
use actix_paseto::paseto_required;

#[paseto_required(kind = "access")]
async fn orders() -> String {
    String::new()
}

fn main() {}
