// What protects no request must not look as if it had been weighed.
use actix_paseto::paseto_required;

#[paseto_required(from(header, query("token")), skip_csrf)]
async fn orders() -> String {
    String::new()
}

fn main() {}
