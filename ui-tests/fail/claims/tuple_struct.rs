// Members of a tuple have no names, and claims must.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User(String);

fn main() {}
