// A parameter without a name is never there.
use actix_paseto::paseto_required;

#[paseto_required(from(query("")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
