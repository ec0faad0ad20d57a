// A kind of one's own, or any.
#![deny(warnings)]

use actix_paseto::{Token, paseto_optional, paseto_required};

#[paseto_required(kind = "email-verify")]
async fn verify(token: Token) -> String {
    token.subject().to_string()
}

#[paseto_required(kind = any)]
async fn log_out(_token: Token) {}

#[paseto_optional(kind = "invitation")]
async fn join(_token: Option<Token>) {}

fn main() {
    let _ = (verify, log_out, join);
}
