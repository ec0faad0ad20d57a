// A macro below the guard that rebuilds the function throws the guard away: the route would be open.
use actix_paseto::paseto_required;
use sibling_macros::drops_attributes;

#[paseto_required]
#[drops_attributes]
async fn orders() -> String {
    String::new()
}

fn main() {}
