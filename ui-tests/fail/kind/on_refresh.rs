// `#[refresh_required]` is about one kind only.
use actix_paseto::refresh_required;

#[refresh_required(kind = any)]
async fn orders() -> String {
    String::new()
}

fn main() {}
