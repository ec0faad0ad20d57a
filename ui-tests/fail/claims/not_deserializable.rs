// Claims come out of tokens, so the struct must be readable.
use actix_paseto::Claims;

#[derive(Claims)]
struct User {
    name: String,
}

fn main() {}
