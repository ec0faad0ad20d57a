// Only `any` is a word; every other kind is text.
use actix_paseto::paseto_required;

#[paseto_required(kind = email)]
async fn orders() -> String {
    String::new()
}

fn main() {}
