// The name in the token is `type`, without `r#`.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    r#type: String,
}

fn main() {}
