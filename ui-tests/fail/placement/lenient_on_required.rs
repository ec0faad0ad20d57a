// `lenient` on a required token would be a guard that guards nothing.
use actix_paseto::paseto_required;

#[paseto_required(lenient)]
async fn orders() -> String {
    String::new()
}

fn main() {}
