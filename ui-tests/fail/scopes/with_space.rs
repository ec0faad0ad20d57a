// On the wire scopes are parted by spaces: this is two of them, and never one.
use actix_paseto::paseto_required;

#[paseto_required(scopes("orders:read orders:write"))]
async fn orders() -> String {
    String::new()
}

fn main() {}
