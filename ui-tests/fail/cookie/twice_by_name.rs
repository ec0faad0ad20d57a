// The names of cookies know case, so these two are one.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie("session"), header, cookie("session")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
