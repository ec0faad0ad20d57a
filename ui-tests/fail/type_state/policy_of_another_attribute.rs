// A policy for refresh tokens under an attribute for access tokens would guard the wrong thing.
use actix_paseto::{paseto_required, policy};

policy! { Renewal: refresh }

#[paseto_required(policy = Renewal)]
async fn orders() -> String {
    String::new()
}

fn main() {}
