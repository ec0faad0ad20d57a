// A rotation has no settings on the route.
use actix_paseto::refresh_required;

#[refresh_required(rotate = true)]
async fn orders() -> String {
    String::new()
}

fn main() {}
