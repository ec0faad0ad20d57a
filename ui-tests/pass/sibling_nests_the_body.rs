// A macro that wraps the body, above or below the guard, leaves it in force.
use actix_paseto::paseto_required;
use actix_web::{App, get};
use sibling_macros::nests_body;

#[get("/above")]
#[nests_body]
#[paseto_required]
async fn above() -> String {
    String::new()
}

#[get("/below")]
#[paseto_required]
#[nests_body]
async fn below() -> String {
    String::new()
}

fn main() {
    let _ = App::new().service((above, below));
}
