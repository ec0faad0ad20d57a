// The URL of a refresh would stand in logs and histories, with a token that lives long.
use actix_paseto::refresh_required;

#[refresh_required(rotate, from(cookie, query))]
async fn orders() -> String {
    String::new()
}

fn main() {}
