// Two guards do not add up: the second would guard the first one's wrapper.
use actix_paseto::paseto_required;

#[paseto_required]
#[paseto_required(fresh)]
async fn orders() -> String {
    String::new()
}

fn main() {}
