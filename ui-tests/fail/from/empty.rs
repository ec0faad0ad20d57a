// A token that is looked for nowhere is never found.
use actix_paseto::paseto_required;

#[paseto_required(from())]
async fn orders() -> String {
    String::new()
}

fn main() {}
