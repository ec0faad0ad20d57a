// `reason` excuses a public route; on a guarded one it is on the wrong attribute.
use actix_paseto::paseto_required;

#[paseto_required(reason = "health")]
async fn orders() -> String {
    String::new()
}

fn main() {}
