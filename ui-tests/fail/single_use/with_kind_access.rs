// To name the kind that is meant anyway does not make it one of your own.
use actix_paseto::paseto_required;

#[paseto_required(kind = "access", single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
