// Where the token may be missing, the wrong cookie would pass for none.
use actix_paseto::paseto_optional;

#[paseto_optional(kind = "invitation", from(header, cookie))]
async fn orders() -> String {
    String::new()
}

fn main() {}
