// The attribute sees a name alone, so behind an alias it must be told the type.
use actix_paseto::{Claims, paseto_required};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

type Me = Claims<User>;

#[paseto_required]
async fn show(who: Me) -> String {
    who.name.clone()
}

fn main() {}
