// A refresh token is never fresh, so this guard would let nobody in.
use actix_paseto::refresh_required;

#[refresh_required(fresh)]
async fn orders() -> String {
    String::new()
}

fn main() {}
