// Claims are members of an object, and an enum is not.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
enum User {
    Admin,
}

fn main() {}
