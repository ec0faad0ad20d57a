// One of the two was meant to be another word.
use actix_paseto::refresh_required;

#[refresh_required(rotate, rotate)]
async fn orders() -> String {
    String::new()
}

fn main() {}
