// What follows the expression would be a condition that nobody checks.
use actix_paseto::paseto_required;

#[paseto_required(require = token.is_fresh() token.is_fresh())]
async fn orders() -> String {
    String::new()
}

fn main() {}
