// Claims exist only on full success, so no handler can be given invented ones.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

fn forge(user: User) -> Claims<User> {
    Claims(user.into())
}

fn main() {}
