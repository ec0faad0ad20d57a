// Without a guard nothing looks for the token, so this would always be `None`.
use actix_paseto::{Token, paseto_public};

#[paseto_public(reason = "the front page")]
async fn hello(_token: Option<Token>) -> String {
    String::new()
}

fn main() {}
