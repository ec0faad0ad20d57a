// An optional policy under `paseto_required` would let anyone in.
use actix_paseto::{paseto_required, policy};

policy! { Maybe: optional }

#[paseto_required(policy = Maybe)]
async fn orders() -> String {
    String::new()
}

fn main() {}
