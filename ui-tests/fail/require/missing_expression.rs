// A condition without a condition lets everybody in.
use actix_paseto::paseto_required;

#[paseto_required(require =)]
async fn orders() -> String {
    String::new()
}

fn main() {}
