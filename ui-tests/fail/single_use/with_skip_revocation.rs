// A use that is not recorded could be repeated.
use actix_paseto::paseto_required;

#[paseto_required(kind = "email-verify", single_use, skip_revocation)]
async fn orders() -> String {
    String::new()
}

fn main() {}
