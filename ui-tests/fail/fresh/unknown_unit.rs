// A duration is guessed at by nobody: is `15min` a minute or a mistake?
use actix_paseto::paseto_required;

#[paseto_required(fresh = "15min")]
async fn orders() -> String {
    String::new()
}

fn main() {}
