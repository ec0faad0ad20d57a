// What follows the expression would be a demand that nobody checks.
use actix_paseto::paseto_required;

#[paseto_required(assertion = "a" "b")]
async fn orders() -> String {
    String::new()
}

fn main() {}
