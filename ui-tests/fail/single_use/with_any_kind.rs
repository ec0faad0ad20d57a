// Access and refresh tokens are no letters that are opened once.
use actix_paseto::paseto_required;

#[paseto_required(kind = any, single_use)]
async fn orders() -> String {
    String::new()
}

fn main() {}
