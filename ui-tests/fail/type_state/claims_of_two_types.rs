// A policy verifies one type; of two, one would be read after the other parameters.
use actix_paseto::{Claims, paseto_required};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

#[derive(Deserialize, Claims)]
struct Team {
    team: String,
}

#[paseto_required]
async fn show(who: Claims<User>, team: Claims<Team>) -> String {
    format!("{} {}", who.name, team.team)
}

fn main() {}
