// Two lists, two readings: which one decides?
use actix_paseto::paseto_required;

#[paseto_required(scopes("a"), any_scope("b"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
