// It is given or not: no value could switch it off again.
use actix_paseto::paseto_required;

#[paseto_required(skip_csrf = false)]
async fn orders() -> String {
    String::new()
}

fn main() {}
