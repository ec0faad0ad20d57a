// A word that is not implemented yet must not look as if it were.
use actix_paseto::refresh_required;

#[refresh_required(rotate)]
async fn orders() -> String {
    String::new()
}

fn main() {}
