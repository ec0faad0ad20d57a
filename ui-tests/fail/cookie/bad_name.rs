// No browser would send a cookie of such a name, so no token would be found.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie("my session")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
