// PASETO has two purposes; a third must not be guessed at.
use actix_paseto::paseto_required;

#[paseto_required(purpose = signed)]
async fn orders() -> String {
    String::new()
}

fn main() {}
