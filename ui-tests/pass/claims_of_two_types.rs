// Two views of one token: each is checked when it is extracted.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

#[derive(Serialize, Deserialize, Claims)]
struct Team {
    team: String,
}

#[paseto_required]
async fn show(who: Claims<User>, team: Claims<Team>) -> String {
    format!("{} {} {}", who.role, who.level, team.team)
}

fn main() {
    let _ = actix_web::web::get().to(show);
}
