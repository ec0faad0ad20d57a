// No login is zero seconds ago: this guard would let nobody in.
use actix_paseto::paseto_required;

#[paseto_required(fresh = "0m")]
async fn orders() -> String {
    String::new()
}

fn main() {}
