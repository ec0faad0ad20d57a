// An empty profile is none, and must not fall back to the default one in silence.
use actix_paseto::paseto_required;

#[paseto_required(profile = "")]
async fn orders() -> String {
    String::new()
}

fn main() {}
