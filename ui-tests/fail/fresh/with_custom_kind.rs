// Tokens of custom kinds carry no `fresh`, so this guard would let nobody in.
use actix_paseto::paseto_required;

#[paseto_required(fresh, kind = "email-verify")]
async fn orders() -> String {
    String::new()
}

fn main() {}
