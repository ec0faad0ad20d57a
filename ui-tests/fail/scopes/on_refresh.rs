// A refresh token buys access tokens, and carries no scopes to demand.
use actix_paseto::refresh_required;

#[refresh_required(scopes("a"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
