// A stolen refresh token lives long: it must be looked up.
use actix_paseto::refresh_required;

#[refresh_required(skip_revocation)]
async fn orders() -> String {
    String::new()
}

fn main() {}
