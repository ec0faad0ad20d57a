// Under `paseto_optional` there may be no token to take.
use actix_paseto::{Token, paseto_optional};

#[paseto_optional]
async fn show(token: Token) -> String {
    token.subject().to_string()
}

fn main() {}
