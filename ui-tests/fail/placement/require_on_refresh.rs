// A refresh token carries no custom claims to ask about.
use actix_paseto::refresh_required;

#[refresh_required(require = true)]
async fn orders() -> String {
    String::new()
}

fn main() {}
