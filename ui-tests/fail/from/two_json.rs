// One member of the body is looked at: the other would be passed over in silence.
use actix_paseto::paseto_required;

#[paseto_required(from(json("a"), header, json("b")))]
async fn orders() -> String {
    String::new()
}

fn main() {}
