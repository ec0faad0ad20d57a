// Handlers are async; the word is missing rather than wanted away.
use actix_paseto::paseto_required;

#[paseto_required]
fn orders() -> String {
    String::new()
}

fn main() {}
