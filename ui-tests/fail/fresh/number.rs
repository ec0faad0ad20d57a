// A number has no unit, and seconds are not everybody's guess.
use actix_paseto::paseto_required;

#[paseto_required(fresh = 900)]
async fn orders() -> String {
    String::new()
}

fn main() {}
