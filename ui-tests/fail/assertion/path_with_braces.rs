// The segment is named as in `match_info`, without the route's braces.
use actix_paseto::paseto_required;

#[paseto_required(assertion = path("{tenant}"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
