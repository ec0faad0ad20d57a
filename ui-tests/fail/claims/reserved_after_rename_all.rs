// `rename_all` makes names as well: this one is `exp` in the token.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
#[serde(rename_all = "camelCase")]
struct User {
    _exp: String,
}

fn main() {}
