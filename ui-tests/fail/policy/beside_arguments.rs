// A named policy says it all; what stands beside it would be ignored.
use actix_paseto::{paseto_required, policy};

policy! { Admin: scopes("admin") }

#[paseto_required(policy = Admin, fresh)]
async fn orders() -> String {
    String::new()
}

fn main() {}
