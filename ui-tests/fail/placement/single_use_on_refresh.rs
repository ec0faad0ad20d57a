// A refresh token that is used up has a successor, which is another word.
use actix_paseto::refresh_required;

#[refresh_required(single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
