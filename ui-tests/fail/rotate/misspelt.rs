// A rotation that silently does not happen would let a stolen token live on.
use actix_paseto::refresh_required;

#[refresh_required(rotat)]
async fn orders() -> String {
    String::new()
}

fn main() {}
