// A value after `=` is for other arguments; a place has a name.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie = "session"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
