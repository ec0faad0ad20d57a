// Looking twice finds nothing new: one of them was meant to be another.
use actix_paseto::paseto_required;

#[paseto_required(from(cookie, cookie))]
async fn orders() -> String {
    String::new()
}

fn main() {}
