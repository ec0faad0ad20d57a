// A unit struct is `null` on the wire, never an object.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User;

fn main() {}
