// Another name for the parameter keeps no token out of the logs.
use actix_paseto::refresh_required;

#[refresh_required(from(query("refresh_token")), rotate)]
async fn orders() -> String {
    String::new()
}

fn main() {}
